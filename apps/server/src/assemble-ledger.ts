import pg, { type ClientConfig } from 'pg';
import { forgetOldAttempts } from './access/attempts.js';
import { EventLog } from './event-log/event-log.js';
import { forgetOld } from './event-log/idempotency.js';
import type { KeptCheckpoint } from './event-log/kept-checkpoint.js';
import { KnownLog } from './event-log/known-log.js';
import { Remembered } from './event-log/remembered.js';
import { fold } from './fold.js';
import { KeyRing } from './keys/key-ring.js';
import type { Keys } from './keys/keys.js';
import { logSigners } from './keys/log-signer.js';
import { Metrics } from './platform/metrics/metrics.js';

/** An open log and what belongs to it. */
export interface Ledger {
  /** The log's name. */
  readonly origin: string;
  /** The name that it was opened under, which stands in everything sealed for it. */
  readonly openedAs: string;
  readonly ring: KeyRing;
  readonly login: ClientConfig;
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly known: KnownLog;
  readonly kept: KeptCheckpoint;
  readonly metrics: Metrics;
  close(): Promise<void>;
}

/** `previous`: the name that the log has until it is recovered. */
export interface Naming {
  readonly openedAs: string;
  readonly previous: string;
  readonly origin: string;
}

/** What has had its time is gone soon after. */
const FORGET_MS = 600_000;
const POOL_LIMITS = {
  max: 8,
  // A connection keeps the settings it was made with: one that was made while the database was read-only stays so.
  maxLifetimeSeconds: 10,
  connectionTimeoutMillis: 3000,
  statement_timeout: 5000,
  query_timeout: 6000,
  // Every question has its index. A plan stays as long as its connection, and may be made while the tables are empty.
  options: '-c enable_seqscan=off',
};

/** Over the login of the server's own role. Nothing is asked of the database yet. */
export function assembleLedger(
  keys: Keys,
  { openedAs, previous, origin }: Naming,
  kept: KeptCheckpoint,
  login: ClientConfig,
  trouble: (error: unknown) => void,
): Ledger {
  const pool = new pg.Pool({ ...login, ...POOL_LIMITS, application_name: 'tokenledger' });
  pool.on('error', trouble);
  const metrics = new Metrics();
  const ring = new KeyRing(keys, pool);
  const signersOf = logSigners(ring, origin);
  const known = new KnownLog(previous);
  const log = new EventLog(login, {
    origin,
    signersOf,
    known,
    remembered: new Remembered(),
    fold,
    onTrouble: trouble,
    ...metrics.log,
  });
  metrics.watch('tokenledger_appends_waiting', 'Commands that wait for the log.', [], () => [[{}, log.waiting]]);
  const forget = () => Promise.all([forgetOld(pool), forgetOldAttempts(pool)]).catch(trouble);
  const forgetting = setInterval(() => void forget(), FORGET_MS);
  const close = async () => {
    clearInterval(forgetting);
    await log.close();
    await kept.stop();
    await pool.end();
  };
  return { origin, openedAs, ring, login, pool, log, known, kept, metrics, close };
}
