import type { Schemas } from '@tokenledger/api-client';
import { type Command, Option } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';
import { askNewSecret } from '../../input/ask.js';
import { secretFromInput } from '../../input/standard-input.js';
import { facts } from '../../output/facts.js';
import { ROLES, type Role } from './roles.js';

interface Options {
  readonly kind: 'person' | 'service';
  readonly email?: string;
  readonly role?: Role[];
  readonly passwordStdin?: true;
}

export function addUserCreate(user: Command): void {
  user
    .command('create')
    .description('register a person or a service account')
    .argument('<name>', 'the user name')
    .addOption(new Option('--kind <kind>', 'what it is').choices(['person', 'service']).makeOptionMandatory())
    .option('--email <address>', 'the e-mail address')
    .addOption(new Option('--role <role...>', 'what it may do (default: user)').choices(ROLES))
    .option('--password-stdin', 'read the password from standard input; without one nobody can sign in')
    .addHelpText(
      'after',
      examples(
        'tokenledger user create build-robot --kind service',
        'tokenledger user create developer --kind person --email developer@example.org --role auditor user --password-stdin',
      ),
    )
    .action(create);
}

async function create(username: string, options: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const { kind, email, role: roles, passwordStdin } = options;
  const secret = passwordStdin ? await secretFromInput(() => askNewSecret(`Password of ${username}: `)) : undefined;
  const body = { username, kind, ...given({ email, roles, password: secret }) };
  out.answer(await connection.ask((api) => api.POST('/v1/users', { body })), (user) => told(username, user));
}

const told = (username: string, { id, kind, roles }: Schemas['RegisteredUser']): string =>
  facts([
    ['Id', id],
    ['Name', username],
    ['Kind', kind],
    ['Roles', roles.join(' ') || 'none'],
  ]);
