import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../context.js';
import { examples } from '../examples.js';
import { facts } from '../output/facts.js';

export function addWhoami(program: Command): void {
  program
    .command('whoami')
    .description('show who the credential speaks for')
    .addHelpText('after', examples('tokenledger whoami', 'tokenledger whoami --json | jq -r .roles[]'))
    .action(whoami);
}

async function whoami(_options: object, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const me = await connection.ask((api) => api.GET('/v1/me'));
  out.answer(me, (answer) => told(answer, connection.server));
}

const told = ({ username, id, kind, roles, credential }: Schemas['Me'], server: string): string =>
  facts([
    ['User', username],
    ['Id', id],
    ['Kind', kind],
    ['Roles', roles.join(' ') || 'none'],
    ['Credential', `${credential.kind} ${credential.id}`],
    ['Scopes', credential.scopes?.join(' ') ?? 'everything the user may do'],
    ['Server', server],
  ]);
