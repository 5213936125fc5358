import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { type Context, signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { askNewSecret, askSecret } from '../../input/ask.js';
import { secretsFromInput } from '../../input/standard-input.js';
import { counted } from '../../output/counted.js';

interface Options {
  readonly revokeTokens?: boolean;
}

export function addUserPassword(user: Command): void {
  user
    .command('password')
    .description('change your own password, or set that of another')
    .argument('[user]', 'whose, by id or user name (default: your own)')
    .option('--revoke-tokens', 'revoke the access tokens too, not only the other sessions')
    .addHelpText('after', WHERE_FROM + EXAMPLES)
    .action(password);
}

const WHERE_FROM = `
Passwords are asked for on a terminal, or are lines of standard input: for your own
two, the current one and the new one; for that of another one.
`;
const EXAMPLES = examples(
  'tokenledger user password',
  'tokenledger user password developer --revoke-tokens < new-password',
  'cat current-password new-password | tokenledger user password',
);

async function password(user: string | undefined, { revokeTokens = false }: Options, command: Command): Promise<void> {
  const context = await signedIn(command);
  const me = await context.connection.ask((api) => api.GET('/v1/me'));
  const id = user === undefined ? me.id : await userIdOf(context.connection, user);
  context.out.answer(
    id === me.id ? await changeOwn(context, revokeTokens) : await set(context, id, revokeTokens),
    told,
  );
}

async function changeOwn({ connection }: Context, revokeTokens: boolean): Promise<Schemas['ChangedPassword']> {
  const [current, secret] = await secretsFromInput(
    () => askSecret('Current password: '),
    () => askNewSecret('New password: '),
  );
  const body = { current: current!, new: secret!, revokeTokens };
  return connection.ask((api) => api.POST('/v1/me/password', { body }));
}

async function set({ connection }: Context, id: string, revokeTokens: boolean): Promise<Schemas['ChangedPassword']> {
  const [secret] = await secretsFromInput(() => askNewSecret('New password: '));
  const body = { password: secret!, revokeTokens };
  return connection.ask((api) => api.POST('/v1/users/{id}/password', { params: { path: { id } }, body }));
}

const told = ({ endedSessions, endedTokens }: Schemas['ChangedPassword']): string =>
  `Changed; ${counted(endedSessions, 'session')} and ${counted(endedTokens, 'token')} ended.`;
