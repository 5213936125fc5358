import { type Command, Option } from 'commander';
import { signedIn } from '../../context.js';
import { pagesOf, type Paging } from '../../every-page.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';
import { ROLES, type Role } from './roles.js';
import { userTable } from './user-table.js';

interface Options extends Paging {
  readonly search?: string;
  readonly status?: 'active' | 'disabled' | 'deleted' | 'all';
  readonly kind?: 'person' | 'service';
  readonly role?: Role;
}

export function addUserList(user: Command): void {
  user
    .command('list')
    .description('list accounts, newest first')
    .option('--search <text>', 'with this in user name or e-mail address')
    .addOption(
      new Option('--status <status>', 'in a state (default: all but deleted)').choices([
        'active',
        'disabled',
        'deleted',
        'all',
      ]),
    )
    .addOption(new Option('--kind <kind>', 'of a kind').choices(['person', 'service']))
    .addOption(new Option('--role <role>', 'with a role').choices(ROLES))
    .option('--limit <count>', 'how many (default: 50)')
    .option('--all', 'all of them')
    .addHelpText(
      'after',
      examples('tokenledger user list --role admin', 'tokenledger user list --search @example.org --all'),
    )
    .action(list);
}

async function list({ search, status, kind, role, ...paging }: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const filter = given({ q: search, status, kind, role });
  const page = await pagesOf(paging, (query) =>
    connection.ask((api) => api.GET('/v1/users', { params: { query: { ...filter, ...query } } })),
  );
  out.answer(page, ({ items }) => (items.length === 0 ? 'No users.' : userTable(items)));
  if (page.next !== null) out.note('There are more: --all shows them.');
}
