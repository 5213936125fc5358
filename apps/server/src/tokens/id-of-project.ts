import type { Pool } from 'pg';
import { Refused } from '../event-log/refused.js';

/** @throws Refused when no project has this name now. */
export async function idOfProject(pool: Pick<Pool, 'query'>, name: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'id-of-project',
    text: `select id from state.projects where name = $1 and status <> 'deleted'`,
    values: [name],
  });
  if (rows[0]) return rows[0].id;
  throw new Refused({ refused: 'not_found', detail: 'There is no such project.' });
}
