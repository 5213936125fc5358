import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { userIdOf } from '../../find-user.js';
import { confirmed, isTerminal } from '../../input/ask.js';

export function addUserErase(user: Command): void {
  user
    .command('erase')
    .description('forget for ever who a deleted account was; its history stays, without what is personal')
    .argument('<user>', 'its id')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('tokenledger user erase 019c0de0-0000-7000-8000-000000000000'))
    .action(erase);
}

async function erase(user: string, { yes }: { yes?: true }, command: Command): Promise<void> {
  if (!yes && !isTerminal()) throw new Failure(EXIT.usage, 'There is no terminal to ask on: say --yes.');
  const { connection, out } = await signedIn(command);
  const path = { id: await userIdOf(connection, user) };
  if (!yes && !(await confirmed(`Forget for ever who ${path.id} was?`)))
    throw new Failure(EXIT.refused, 'Nothing was done.');
  out.answer(await connection.ask((api) => api.POST('/v1/users/{id}/erase', { params: { path } })), told);
}

const told = ({ userId }: Schemas['ErasedUser']): string =>
  [
    `Erased ${userId}. It is complete once the wrapping key is replaced, which the servers do by themselves.`,
    'Back up the key file when tokenledger keys list shows the new one: older backups of it are of no use from then on.',
  ].join('\n');
