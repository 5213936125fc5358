import type { Project } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Refused } from '../event-log/refused.js';
import { PROJECT_COLUMNS, type ProjectRow, toProject } from './projects.table.js';

/** @throws Refused when no project has this name now. */
export async function findProject(pool: Pick<Pool, 'query'>, name: string): Promise<Project> {
  const { rows } = await pool.query<ProjectRow>({
    name: 'find-project',
    text: `select ${PROJECT_COLUMNS} from state.projects where name = $1 and status <> 'deleted'`,
    values: [name],
  });
  if (rows[0]) return toProject(rows[0]);
  throw new Refused({ refused: 'not_found', detail: 'There is no such project.' });
}
