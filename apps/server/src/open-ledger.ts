import type { ClientConfig, PoolClient } from 'pg';
import { applyPolicyFile } from './apply-policy-file.js';
import { assembleLedger, type Ledger } from './assemble-ledger.js';
import { type Config, originSchema } from './config.js';
import { refuseUnsafe } from './event-log/durability.js';
import { KeptCheckpoint } from './event-log/kept-checkpoint.js';
import type { LogName } from './event-log/log-names.js';
import { verifyLog } from './event-log/verify-head.js';
import { firstEvents } from './first-events.js';
import { createKeys, loadKeys } from './keys/key-file.js';
import { databasePassword, type Keys } from './keys/keys.js';
import { logVkeys } from './keys/log-signer.js';
import { readKeyLife } from './keys/read-life.js';
import { migrate } from './platform/migrate.js';
import { serverRole } from './platform/server-role.js';
import { StartupError } from './platform/startup-error.js';
import { recognise } from './recognise.js';
import { revokeRecovered } from './revoke-recovered.js';
import { underStartLock } from './start-lock.js';

export interface Reporter {
  readonly say: (line: string) => void;
  readonly trouble: (error: unknown) => void;
}

/** Migrates, opens the log if there is none yet, and proves that it is the one these keys belong to. */
export function openLedger(config: Config, login: ClientConfig, { say, trouble }: Reporter): Promise<Ledger> {
  return underStartLock(login, say, async (migrator) => {
    await migrate(login, say);
    const recognised = await recognise(migrator, config);
    const kept = new KeptCheckpoint(`${config.dataDir}/checkpoint`);
    const { keys, names } = recognised ?? fresh(config, kept, say);
    const naming = namingOf(names);
    refuseOtherName(config, naming.origin);
    // From here on the keys are known to be this log's: only now may they set the role's password.
    const role = await serverRole(migrator, login, databasePassword(keys));
    const ledger = assembleLedger(keys, naming, kept, role, trouble);
    try {
      await withServerRole(ledger, refuseUnsafe);
      if (!recognised) await firstEvents(ledger, config, say);
      await prove(ledger, names, say);
      await ledger.ring.ask();
      if (config.policyFile) await applyPolicyFile(ledger, config.policyFile, say);
      // Not before: the newest checkpoint replaces the one that the log has just been held to.
      kept.start(ledger.pool, ledger.known, trouble);
      return ledger;
    } catch (error) {
      await ledger.close();
      throw error;
    }
  });
}

/** That it is the log that was signed, and that nothing in it lives on which a recovery has ended. */
async function prove(ledger: Ledger, names: readonly LogName[], say: Reporter['say']): Promise<void> {
  const { ring, origin, kept } = ledger;
  await withServerRole(ledger, async (db) =>
    verifyLog(db, { names, vkeysOf: logVkeys(ring.held, await readKeyLife(db)) }, kept.read()),
  );
  say(`the log ${origin} agrees with its last checkpoint`);
  if (names.length > 1) await revokeRecovered(ledger, names.at(-1)!.from, say);
}

/** Should we die after the keys are made, the next start finds them, and the log still empty. */
function fresh(config: Config, kept: KeptCheckpoint, say: (line: string) => void) {
  if (kept.read())
    throw new StartupError(
      'DATABASE_URL',
      `the database is empty, but ${config.dataDir} knows a log; restore its database, or use another DATA_DIR`,
    );
  const origin = config.logOrigin ?? config.publicUrl.replace(/^https?:\/\//, '');
  if (!originSchema.safeParse(origin).success)
    throw new StartupError('LOG_ORIGIN', 'PUBLIC_URL cannot be the name of the log; give it one');
  const known: Keys | undefined = loadKeys(config.keys);
  if (!known) say(`making the keys: ${config.keys.file} (back it up; without it the log cannot go on)`);
  return { keys: known ?? createKeys(config.keys), names: [{ origin, from: 0n }] };
}

function namingOf(names: readonly LogName[]) {
  const { origin } = names.at(-1)!;
  return { openedAs: names[0]!.origin, previous: origin, origin };
}

function refuseOtherName({ logOrigin }: Config, origin: string): void {
  if (logOrigin !== undefined && logOrigin !== origin)
    throw new StartupError('LOG_ORIGIN', `this log is ${origin}; set that, or use another database`);
}

/** Settings may differ for the role that the server works as. */
async function withServerRole({ pool }: Ledger, work: (db: PoolClient) => Promise<void>): Promise<void> {
  const db = await pool.connect();
  try {
    await work(db);
  } finally {
    db.release();
  }
}
