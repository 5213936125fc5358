import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { pagesOf, type Paging } from '../../every-page.js';
import { examples } from '../../examples.js';
import { projectTable } from './project-table.js';

export function addProjectList(project: Command): void {
  project
    .command('list')
    .description('list the projects that the credential may see')
    .option('--limit <count>', 'how many (default: 50)')
    .option('--all', 'all of them')
    .addHelpText('after', examples('tokenledger project list', 'tokenledger project list --all'))
    .action(list);
}

async function list(paging: Paging, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const page = await pagesOf(paging, (query) =>
    connection.ask((api) => api.GET('/v1/projects', { params: { query } })),
  );
  out.answer(page, ({ items }) => (items.length === 0 ? 'No projects.' : projectTable(items)));
  if (page.next !== null) out.note('There are more: --all shows them.');
}
