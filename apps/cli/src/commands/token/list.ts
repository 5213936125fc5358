import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { pagesOf, type Paging } from '../../every-page.js';
import { examples } from '../../examples.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';
import { UserNames } from '../../user-names.js';
import { stateOption } from './options.js';
import { tokenTable } from './token-table.js';

interface Options extends Paging {
  readonly owner?: string;
  readonly issuedBy?: string;
  readonly state?: 'active' | 'revoked' | 'expired' | 'all';
  readonly search?: string;
}

export function addTokenList(token: Command): void {
  token
    .command('list')
    .description('list tokens, newest first')
    .option('--owner <user>', 'of one owner, by id or user name')
    .option('--issued-by <user>', 'issued by one user')
    .addOption(stateOption())
    .option('--search <text>', 'with this in name, description or owner')
    .option('--limit <count>', 'how many (default: 50)')
    .option('--all', 'all of them')
    .addHelpText(
      'after',
      examples('tokenledger token list', 'tokenledger token list --owner build-robot --state all --all'),
    )
    .action(list);
}

async function list({ owner, issuedBy, state, search, ...paging }: Options, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const idOf = (user: string | undefined) => (user === undefined ? undefined : userIdOf(connection, user));
  const filter = given({ owner: await idOf(owner), issuedBy: await idOf(issuedBy), state, q: search });
  const page = await pagesOf(paging, (query) =>
    connection.ask((api) => api.GET('/v1/tokens', { params: { query: { ...filter, ...query } } })),
  );
  const names = new UserNames(connection);
  if (!out.json) await names.learn(ownersOf(page.items));
  out.answer(page, ({ items }) => (items.length === 0 ? 'No tokens.' : tokenTable(items, names.of)));
  if (page.next !== null) out.note('There are more: --all shows them.');
}

/** Of a role's token the project is the owner, which is no account. */
const ownersOf = (tokens: readonly Schemas['Token'][]): string[] =>
  tokens.filter(({ role }) => role === null).map(({ owner }) => owner);
