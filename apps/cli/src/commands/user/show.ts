import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { userFacts } from './user-table.js';

export function addUserShow(user: Command): void {
  user
    .command('show')
    .description('show an account; a deleted one by its id')
    .argument('<user>', 'its id or user name')
    .addHelpText('after', examples('tokenledger user show build-robot'))
    .action(show);
}

async function show(user: string, _options: object, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const path = { id: await userIdOf(connection, user) };
  out.answer(await connection.ask((api) => api.GET('/v1/users/{id}', { params: { path } })), userFacts);
}
