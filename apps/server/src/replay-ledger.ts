import pg, { type ClientConfig } from 'pg';
import { replaceState } from '@tokenledger/domain';
import type { Config } from './config.js';
import { KeptCheckpoint } from './event-log/kept-checkpoint.js';
import { KeyRing } from './keys/key-ring.js';
import { databasePassword } from './keys/keys.js';
import { SubjectKeys } from './keys/subject-keys.js';
import { newerServer } from './newer-server.js';
import type { Reporter } from './open-ledger.js';
import { connectMigrator } from './platform/migrator-login.js';
import { serverRole } from './platform/server-role.js';
import { StartupError } from './platform/startup-error.js';
import { readModels } from './read-models.js';
import { recognise, type RecognisedLog } from './recognise.js';
import { ClaimsThread } from './replay/claims-thread.js';
import { replace } from './replay/replace.js';
import { type Outcome, replay } from './replay/replay.js';

export interface Wish {
  /** Whether what differs is to be replaced by what the log says. */
  readonly swap: boolean;
  readonly progress: (position: bigint) => void;
}

/** Makes every read model again, beside whatever servers run, and compares. */
export async function replayLedger(
  config: Config,
  login: ClientConfig,
  { trouble }: Reporter,
  { swap, progress }: Wish,
): Promise<Outcome> {
  const migrator = await connectMigrator(login);
  const db = new pg.Client({ ...login, pipeline: true, application_name: 'tokenledger replay' });
  const pool = new pg.Pool({ ...login, max: 1, application_name: 'tokenledger replay' });
  let claims: ClaimsThread | undefined;
  db.on('error', trouble);
  pool.on('error', trouble);
  try {
    await db.connect();
    const log = await recognise(migrator, config);
    if (!log) throw new StartupError('DATABASE_URL', 'there is no log in this database yet');
    const subjectKeys = new SubjectKeys(new KeyRing(log.keys, pool), pool);
    claims = new ClaimsThread(log.opened.origin, log.keys, subjectKeys);
    const parts = readModels(claims.claims);
    const outcome = await replay(db, pool, parts, { rest: 0, progress });
    if (!swap || !isDifferent(outcome)) return outcome;
    await record(config, log, outcome, await serverRole(migrator, login, databasePassword(log.keys)), trouble);
    await replace(db, outcome.shadow, parts.models);
    return outcome;
  } catch (error) {
    throw newerServer(error);
  } finally {
    await claims?.close();
    for (const connected of [db, pool, migrator]) await connected.end();
  }
}

export const isDifferent = ({ compared }: Outcome): boolean => compared.some(({ different }) => different > 0);

/** Before anything is replaced: should we die in between, the log says what was about to be, and it is done again. */
async function record(
  config: Config,
  { keys, opened, origin }: RecognisedLog,
  { size, compared }: Outcome,
  role: ClientConfig,
  trouble: Reporter['trouble'],
): Promise<void> {
  const { assembleLedger } = await import('./assemble-ledger.js');
  const naming = { openedAs: opened.origin, previous: origin, origin };
  const ledger = assembleLedger(keys, naming, new KeptCheckpoint(`${config.dataDir}/checkpoint`), role, trouble);
  const models = compared.flatMap(({ model, different }) => (different > 0 ? [{ model, rows: different }] : []));
  try {
    await ledger.log.append({
      actor: { type: 'system', id: 'replay' },
      permission: null,
      streams: ['log'],
      reads: {},
      decide: () => replaceState(origin, { size: String(size), models }),
      requestId: 'replay',
    });
  } finally {
    await ledger.close();
  }
}
