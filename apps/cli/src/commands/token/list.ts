import { type Command, Option } from 'commander';
import { signedIn } from '../../context.js';
import { pagesOf, type Paging } from '../../every-page.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';
import { userNames } from '../../user-names.js';
import { tokenTable } from './token-table.js';

interface Options extends Paging {
  readonly owner?: string;
  readonly state?: 'active' | 'revoked' | 'expired' | 'all';
}

export function addTokenList(token: Command): void {
  token
    .command('list')
    .description('list tokens, newest first')
    .option('--owner <user>', 'of one owner, by id or user name')
    .addOption(
      new Option('--state <state>', 'in a state (default: active)').choices(['active', 'revoked', 'expired', 'all']),
    )
    .option('--limit <count>', 'how many (default: 50)')
    .option('--all', 'all of them')
    .addHelpText(
      'after',
      examples('tokenledger token list', 'tokenledger token list --owner build-robot --state all --all'),
    )
    .action(list);
}

async function list({ owner, state, ...paging }: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const filter = given({ owner: owner === undefined ? undefined : await userIdOf(connection, owner), state });
  const page = await pagesOf(paging, (query) =>
    connection.ask((api) => api.GET('/v1/tokens', { params: { query: { ...filter, ...query } } })),
  );
  const nameOf = out.json
    ? String
    : await userNames(
        connection,
        page.items.map((token) => token.owner),
      );
  out.answer(page, ({ items }) => (items.length === 0 ? 'No tokens.' : tokenTable(items, nameOf)));
  if (page.next !== null) out.note('There are more: --all shows them.');
}
