import type { Pool } from 'pg';
import type { Metrics } from './metrics.js';

/** What the pools of connections to the database are doing. */
export function watchPools(metrics: Metrics, pools: Readonly<Record<string, Pool>>): void {
  const all = Object.entries(pools);
  metrics.watch('tokenledger_database_connections', 'Connections of this server.', ['pool', 'state'], () =>
    all.flatMap(([pool, { totalCount, idleCount }]) => [
      [{ pool, state: 'idle' }, idleCount] as const,
      [{ pool, state: 'busy' }, totalCount - idleCount] as const,
    ]),
  );
  metrics.watch('tokenledger_database_waiting', 'Statements that wait for a connection.', ['pool'], () =>
    all.map(([pool, { waitingCount }]) => [{ pool }, waitingCount]),
  );
}
