import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import type { Output } from '../../output/output.js';
import { printable } from '../../output/printable.js';

export function addPermissionsShow(permissions: Command): void {
  permissions
    .command('show')
    .description('show the rules that are in force, as lines that can be set again')
    .addHelpText(
      'after',
      examples('tokenledger permissions show', 'tokenledger permissions show > policy.csv  # and: permissions set'),
    )
    .action(show);
}

async function show(_options: object, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const permissions = await connection.ask((api) => api.GET('/v1/policy/permissions'));
  out.answer(permissions, linesOf);
  noteRest(out, permissions);
}

/** What `set` leaves as it is, unless told otherwise, is no line. */
function noteRest(out: Output, { policy, matchMode, defaultRole }: Schemas['Permissions']): void {
  if (policy === '') out.note('There are no rules beside the built-in roles.');
  if (matchMode !== 'glob') out.note(`Match mode: ${matchMode}`);
  if (defaultRole !== null) out.note(`Default role: ${printable(defaultRole)}`);
}

/** A file holds what can be set again, byte by byte; a terminal nothing that it would obey. */
function linesOf({ policy }: Schemas['Permissions']): string {
  const lines = policy.replace(/\n$/, '').split('\n');
  return (process.stdout.isTTY ? lines.map(printable) : lines).join('\n');
}
