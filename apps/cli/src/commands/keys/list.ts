import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { keyTable } from './key-table.js';

export function addKeysList(keys: Command): void {
  keys
    .command('list')
    .description('list the keys that the log has had, and what each waits for')
    .addHelpText(
      'after',
      examples('tokenledger keys list', 'tokenledger keys list --json | jq -r .items[].verifierKey'),
    )
    .action(list);
}

async function list(_: object, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  out.answer(await connection.ask((api) => api.GET('/v1/keys')), told);
}

function told({ items, servers }: Schemas['Keys']): string {
  const lacking = servers.filter(({ lacks }) => lacks.length > 0);
  const waiting = items.flatMap(({ id, waitsFor }) => (waitsFor === null ? [] : `${id}: ${waitsFor}`));
  const lacks = lacking.map(({ id, lacks: keys }) => `The server ${id} does not hold ${keys.join(', ')}.`);
  return [keyTable(items), ...waiting, ...lacks].join('\n');
}
