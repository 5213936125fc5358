import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { StartupError } from './platform/startup-error.js';

/** A little longer than any statement of ours may take: so long may what a killed server has asked live on after it. */
const PATIENCE_MS = 7000;
const PAUSE_MS = 250;

/**
 * To be asked under the start lock, so that none starts meanwhile. One that is cut off just now finds the log under
 * another name later, and leaves it alone.
 *
 * @throws StartupError while a server is connected to the database.
 */
export async function refuseServers(migrator: Client): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const n = await connections(migrator);
    if (n === 0) return;
    if (Date.now() > end)
      throw new StartupError(
        'DATABASE_URL',
        `servers are running on this database (${n} connections); stop all of them`,
      );
  }
}

async function connections(migrator: Client): Promise<number> {
  const { rows } = await migrator.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name ~ '^tokenledger' and application_name !~ 'migrator$'`,
  );
  return rows[0]!.n;
}
