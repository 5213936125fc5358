import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';
import { issuedToken } from './issued-token.js';
import { formatOption } from './options.js';

interface Options {
  readonly owner?: string;
  readonly expiresIn?: string;
  readonly scope?: string[];
  readonly format?: 'jwt' | 'opaque';
  readonly description?: string;
  readonly audience?: string;
  readonly reason?: string;
}

export function addTokenCreate(token: Command): void {
  token
    .command('create')
    .description('issue a token: it alone goes to standard output, this once')
    .argument('<name>', "what it is for; unique among its owner's tokens")
    .option('--owner <user>', 'whose token, by id or user name (default: yourself)')
    .option('--expires-in <time>', 'how long it is good, such as 30m, 12h, 90d or never (default: the policy)')
    .option('--scope <scope...>', 'what it may do, such as tokens:introspect (default: all that its owner may)')
    .addOption(formatOption())
    .option('--description <text>', 'more than the name says')
    .option('--audience <audience>', 'whom it is meant for')
    .option('--reason <text>', 'why it is issued; stands in the log')
    .addHelpText(
      'after',
      examples(
        "export DEPLOY_TOKEN=$(tokenledger token create 'nightly build' --expires-in 12h)",
        'tokenledger token create ci --owner build-robot --scope tokens:introspect --format opaque',
        'tokenledger token create ci --owner build-robot --json',
      ),
    )
    .action(create);
}

async function create(name: string, { owner, scope, ...options }: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const ownerId = owner === undefined ? undefined : await userIdOf(connection, owner);
  const body = { name, ...given({ ...options, owner: ownerId, scopes: scope }) };
  issuedToken(out, await connection.ask((api) => api.POST('/v1/tokens', { body })));
}
