import type { LogOpened } from '@tokenledger/domain';
import pg, { type ClientConfig } from 'pg';
import { forgetOldAttempts } from './access/attempts.js';
import { type Config, originSchema } from './config.js';
import { EventLog } from './event-log/event-log.js';
import { refuseUnsafe } from './event-log/durability.js';
import { forgetOld } from './event-log/idempotency.js';
import { readHead } from './event-log/head.js';
import { KeptCheckpoint } from './event-log/kept-checkpoint.js';
import { readEvents } from './event-log/read-events.js';
import { BrokenLog, verifyLog } from './event-log/verify-head.js';
import { firstEvents } from './first-events.js';
import { fold } from './fold.js';
import { createKeys, loadKeys } from './keys/key-file.js';
import { databasePassword, fingerprints, type Keys } from './keys/keys.js';
import { logSigner } from './keys/log-signer.js';
import { Metrics } from './platform/metrics/metrics.js';
import { migrate } from './platform/migrate.js';
import { connectMigrator } from './platform/migrator-login.js';
import { serverRole } from './platform/server-role.js';
import { StartupError } from './platform/startup-error.js';

/** An open log and what belongs to it. */
export interface Ledger {
  readonly origin: string;
  readonly keys: Keys;
  readonly login: ClientConfig;
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly kept: KeptCheckpoint;
  readonly metrics: Metrics;
  close(): Promise<void>;
}

export interface Reporter {
  readonly say: (line: string) => void;
  readonly trouble: (error: unknown) => void;
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
};

/** Any number: it only has to be the same in every server. */
const MIGRATION_LOCK = 7_865_023_115;

/**
 * Migrates, opens the log if there is none yet, and proves that it is the one these keys belong to. All of it under one
 * lock of the database, so that of servers starting together one does the work and the others find it done.
 */
export async function openLedger(config: Config, login: ClientConfig, reporter: Reporter): Promise<Ledger> {
  const migrator = await connectMigrator(login);
  try {
    await lock(migrator, reporter);
    await migrate(login, reporter.say);
    const opened = await readOpening(migrator);
    const kept = new KeptCheckpoint(`${config.dataDir}/checkpoint`);
    const { keys, origin } = opened ? recognised(config, opened) : fresh(config, kept, reporter);
    // From here on the keys are known to be this log's: only now may they set the role's password.
    const ledger = assemble(keys, origin, kept, await serverRole(migrator, login, databasePassword(keys)), reporter);
    try {
      await withServerRole(ledger, refuseUnsafe);
      if (!opened) await firstEvents(ledger, config, reporter.say);
      await prove(ledger, reporter);
      // Not before: the newest checkpoint replaces the one that the log has just been held to.
      kept.start(ledger.pool, reporter.trouble);
      return ledger;
    } catch (error) {
      await ledger.close();
      throw error;
    }
  } catch (error) {
    throw explained(error);
  } finally {
    await migrator.end();
  }
}

async function lock(migrator: pg.Client, { say }: Reporter): Promise<void> {
  const { rows } = await migrator.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [MIGRATION_LOCK]);
  if (rows[0]!.held) return;
  say('waiting for another server that is starting on this database');
  await migrator.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

/** Undefined for an empty log: by its head, for events may have been taken away. */
async function readOpening(migrator: pg.Client): Promise<LogOpened['data'] | undefined> {
  const { size } = (await readHead(migrator)).frontier;
  if (size === 0n) return undefined;
  const first = (await readEvents(migrator, -1n, 1))[0];
  if (first?.type === 'LogOpened') return first.data;
  throw new BrokenLog(`${size} events were signed, but the first one is not there`);
}

/** Should we die after the keys are made, the next start finds them, and the log still empty. */
function fresh(config: Config, kept: KeptCheckpoint, { say }: Reporter): { keys: Keys; origin: string } {
  if (kept.read())
    throw new StartupError(
      'DATABASE_URL',
      `the database is empty, but ${config.dataDir} knows a log; restore its database, or use another DATA_DIR`,
    );
  const origin = config.logOrigin ?? config.publicUrl.replace(/^https?:\/\//, '');
  if (!originSchema.safeParse(origin).success)
    throw new StartupError('LOG_ORIGIN', 'PUBLIC_URL cannot be the name of the log; give it one');
  const known = loadKeys(config.keys);
  if (!known) say(`making the keys: ${config.keys.file} (back it up; without it the log cannot go on)`);
  return { keys: known ?? createKeys(config.keys), origin };
}

/** @throws StartupError when keys or origin are not those that the log was opened with. */
function recognised(config: Config, opened: LogOpened['data']): { keys: Keys; origin: string } {
  const { origin } = opened;
  if (config.logOrigin !== undefined && config.logOrigin !== origin)
    throw new StartupError('LOG_ORIGIN', `this log is ${origin} for ever; set that, or use another database`);
  const keys = loadKeys(config.keys);
  const setting = config.keys.secret === undefined ? 'KEYS_FILE' : 'KEYS';
  if (!keys)
    throw new StartupError(setting, `the log ${origin} exists, but ${config.keys.file} does not; restore its keys`);
  const found = fingerprints(keys, origin);
  for (const [name, fingerprint] of Object.entries(opened.keys))
    if (found[name as keyof typeof found] !== fingerprint)
      throw new StartupError(setting, `these are not the keys of the log ${origin} (${name} differs); restore its own`);
  return { keys, origin };
}

function assemble(
  keys: Keys,
  origin: string,
  kept: KeptCheckpoint,
  login: ClientConfig,
  { trouble }: Reporter,
): Ledger {
  const pool = new pg.Pool({ ...login, ...POOL_LIMITS, application_name: 'tokenledger' });
  pool.on('error', trouble);
  const metrics = new Metrics();
  const signer = logSigner(keys, origin);
  const log = new EventLog(login, { origin, signer, fold, onTrouble: trouble, ...metrics.log });
  metrics.watch('tokenledger_appends_waiting', 'Commands that wait for the log.', [], () => [[{}, log.waiting]]);
  const forget = () => Promise.all([forgetOld(pool), forgetOldAttempts(pool)]).catch(trouble);
  const forgetting = setInterval(() => void forget(), FORGET_MS);
  const close = async () => {
    clearInterval(forgetting);
    await log.close();
    await kept.stop();
    await pool.end();
  };
  return { origin, keys, login, pool, log, kept, metrics, close };
}

async function prove(ledger: Ledger, { say }: Reporter): Promise<void> {
  const { keys, origin, kept } = ledger;
  await withServerRole(ledger, (db) => verifyLog(db, logSigner(keys, origin).vkey, kept.read()));
  say(`the log ${origin} agrees with its last checkpoint`);
}

/** Settings may differ for the role that the server works as. */
async function withServerRole({ pool }: Ledger, work: (db: pg.PoolClient) => Promise<void>): Promise<void> {
  const db = await pool.connect();
  try {
    await work(db);
  } finally {
    db.release();
  }
}

/** One line for whatever a database can have against being used. */
function explained(error: unknown): StartupError {
  if (error instanceof StartupError) return error;
  const { message } = error as Error;
  const words =
    error instanceof BrokenLog
      ? `this is not the log that was signed: ${message}; restore the newest database`
      : `the database cannot be used: ${message}; its role owns the database, and may write to it`;
  return new StartupError('DATABASE_URL', words, { cause: error });
}
