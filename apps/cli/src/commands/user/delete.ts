import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import type { Connection } from '../../connection.js';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { userIdOf } from '../../find-user.js';
import { confirmed, isTerminal } from '../../input/ask.js';
import { counted } from '../../output/counted.js';
import { printable } from '../../output/printable.js';
import { table } from '../../output/table.js';
import { shownTime } from '../../output/time.js';

export function addUserDelete(user: Command): void {
  user
    .command('delete')
    .description('delete an account for ever, and revoke every token of it, in one commit')
    .argument('<user>', 'its id or user name')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('tokenledger user delete developer', 'tokenledger user delete build-robot --yes'))
    .action(deleteUser);
}

async function deleteUser(user: string, { yes }: { yes?: true }, command: Command): Promise<void> {
  if (!yes && !isTerminal()) throw new Failure(EXIT.usage, 'There is no terminal to ask on: say --yes.');
  const { connection, out } = await signedIn(command);
  const id = await userIdOf(connection, user);
  if (!yes) await confirm(connection, id);
  out.answer(await connection.ask((api) => api.DELETE('/v1/users/{id}', { params: { path: { id } } })), told);
}

async function confirm(connection: Connection, id: string): Promise<void> {
  const { username, liveTokens } = await connection.ask((api) =>
    api.GET('/v1/users/{id}', { params: { path: { id } } }),
  );
  const question = `Delete ${printable(username ?? id)} for ever, and revoke ${counted(liveTokens, 'token')}?`;
  if (!(await confirmed(question))) throw new Failure(EXIT.refused, 'Nothing was done.');
}

const told = ({ userId, revokedTokens, projectTokens }: Schemas['DeletedUser']): string =>
  [`Deleted ${userId}; ${counted(revokedTokens, 'token')} revoked.`, ...survivors(projectTokens)].join('\n');

/** They are nobody's, and whoever has issued them may have kept them. */
const survivors = (tokens: Schemas['DeletedUser']['projectTokens']): string[] =>
  tokens.length === 0 ? [] : ['', 'Tokens of projects that the account has issued live on:', survivorTable(tokens)];

const survivorTable = (tokens: Schemas['DeletedUser']['projectTokens']): string =>
  table(tokens, [
    { title: 'ID', of: ({ id }) => id },
    { title: 'ROLE', of: ({ role }) => role },
    { title: 'ISSUED', of: ({ issuedAt }) => shownTime(issuedAt) },
  ]);
