import type pg from 'pg';
import type { ClientConfig } from 'pg';
import { BrokenLog, NotAsKept } from './event-log/broken-log.js';
import { newerServer } from './newer-server.js';
import { connectMigrator } from './platform/migrator-login.js';
import { StartupError } from './platform/startup-error.js';

/** Any number: it only has to be the same in every server. */
const START_LOCK = 7_865_023_115;

/**
 * Does `work` as the owner of the database, under one lock of it: of servers starting together one does what has to be
 * done and the others find it done, and none starts while a recovery is under way.
 *
 * @throws StartupError, whatever the database has against being used.
 */
export async function underStartLock<T>(
  login: ClientConfig,
  say: (line: string) => void,
  work: (migrator: pg.Client) => Promise<T>,
): Promise<T> {
  const migrator = await connectMigrator(login);
  try {
    await lock(migrator, say);
    return await work(migrator);
  } catch (error) {
    throw explained(error);
  } finally {
    await migrator.end();
  }
}

async function lock(migrator: pg.Client, say: (line: string) => void): Promise<void> {
  const { rows } = await migrator.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [START_LOCK]);
  if (rows[0]!.held) return;
  say('waiting for another server that is starting on this database');
  await migrator.query('select pg_advisory_lock($1)', [START_LOCK]);
}

/** One line for whatever a database can have against being used. */
function explained(thrown: unknown): StartupError {
  const error = newerServer(thrown);
  if (error instanceof StartupError) return error;
  return new StartupError('DATABASE_URL', words(error as Error), { cause: error });
}

function words(error: Error): string {
  const { message } = error;
  if (!(error instanceof BrokenLog))
    return `the database cannot be used: ${message}; its role owns the database, and may write to it`;
  const advice =
    error instanceof NotAsKept ? 'or, if that is lost, see: npx tokenledger recover --help' : 'or a whole copy';
  return `this is not the log that was signed: ${message}; restore the newest database, ${advice}`;
}
