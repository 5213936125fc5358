import { type Command, Option } from 'commander';
import type { Connection } from '../../connection.js';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';
import { ROLES, type Role } from './roles.js';
import { userFacts } from './user-table.js';

interface Options {
  readonly enable?: true;
  readonly disable?: true;
  readonly role?: Role[];
  readonly email?: string | false;
}

export function addUserUpdate(user: Command): void {
  user
    .command('update')
    .description('change an account, unless somebody else has changed it meanwhile')
    .argument('<user>', 'its id or user name')
    .addOption(new Option('--enable', 'its tokens are good again').conflicts('disable'))
    .option('--disable', 'none of its tokens is good until it is enabled')
    .addOption(new Option('--role <role...>', 'exactly these roles').choices(ROLES))
    .option('--email <address>', 'this e-mail address')
    .option('--no-email', 'no e-mail address')
    .addHelpText(
      'after',
      examples('tokenledger user update developer --disable', 'tokenledger user update developer --role admin user'),
    )
    .action(update);
}

async function update(user: string, { enable, disable, role, email }: Options, command: Command): Promise<void> {
  const enabled = enable ?? (disable ? false : undefined);
  const body = given({ enabled, roles: role, email: email === false ? null : email });
  if (Object.keys(body).length === 0) throw new Failure(EXIT.usage, 'Say what to change.');
  const { connection, out } = await signedIn(command);
  const path = { id: await userIdOf(connection, user) };
  const header = { 'If-Match': await tagOf(connection, path) };
  out.answer(await connection.ask((api) => api.PATCH('/v1/users/{id}', { params: { path, header }, body })), userFacts);
}

async function tagOf(connection: Connection, path: { id: string }): Promise<string> {
  const { response } = await connection.askWhole((api) => api.GET('/v1/users/{id}', { params: { path } }));
  return response.headers.get('etag') ?? '';
}
