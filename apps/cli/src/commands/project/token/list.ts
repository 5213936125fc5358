import type { Command } from 'commander';
import { signedIn } from '../../../context.js';
import { pagesOf, type Paging } from '../../../every-page.js';
import { examples } from '../../../examples.js';
import { given } from '../../../given.js';
import { nameInPath } from '../../../ids.js';
import { stateOption } from '../../token/options.js';
import { tokenTable } from '../../token/token-table.js';

interface Options extends Paging {
  readonly state?: 'active' | 'revoked' | 'expired' | 'all';
}

export function addProjectTokenList(token: Command): void {
  token
    .command('list')
    .description('list the tokens of a role, newest first')
    .argument('<project>', 'the project')
    .argument('<role>', 'the role')
    .addOption(stateOption())
    .option('--limit <count>', 'how many (default: 50)')
    .option('--all', 'all of them')
    .addHelpText('after', examples('tokenledger project token list shop deployer --state all'))
    .action(list);
}

async function list(project: string, role: string, { state, ...paging }: Options, command: Command): Promise<void> {
  const path = { project: nameInPath(project), role: nameInPath(role) };
  const { connection, out } = await signedIn(command);
  const page = await pagesOf(paging, (asked) => {
    const params = { path, query: { ...given({ state }), ...asked } };
    return connection.ask((api) => api.GET('/v1/projects/{project}/roles/{role}/tokens', { params }));
  });
  out.answer(page, ({ items }) => (items.length === 0 ? 'No tokens.' : tokenTable(items, (owner) => owner)));
  if (page.next !== null) out.note('There are more: --all shows them.');
}
