import { existsSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import type { Config } from './config.js';
import type { Reporter } from './open-ledger.js';
import { lockDataDir } from './platform/data-dir.js';
import { loginOf } from './platform/migrator-login.js';
import { startEmbeddedPostgres } from './platform/postgres/embedded-postgres.js';
import { ofEmbedded } from './platform/postgres/of-embedded.js';
import { runningEmbedded } from './platform/postgres/running-embedded.js';
import { StartupError } from './platform/startup-error.js';

/**
 * Does `work` with the database that a server with this configuration would serve. DATA_DIR is held meanwhile, so that
 * no server has it.
 */
export async function withDatabase<T>(
  config: Config,
  { say, trouble }: Reporter,
  work: (login: ClientConfig) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl === undefined && !existsSync(`${config.dataDir}/postgres`))
    throw new StartupError('DATA_DIR', `there is no database in ${config.dataDir}; restore a copy of it first`);
  const dataDir = lockDataDir(config.dataDir);
  try {
    if (config.databaseUrl !== undefined) return await work(loginOf(config.databaseUrl));
    const embedded = await startEmbeddedPostgres(dataDir, say, trouble);
    try {
      return await work(loginOf(embedded.url));
    } catch (error) {
      throw ofEmbedded(error);
    } finally {
      await embedded.stop();
    }
  } finally {
    dataDir.release();
  }
}

/** The same beside a server that runs: with the database as that one has it. */
export async function besideServers<T>(
  config: Config,
  reporter: Reporter,
  work: (login: ClientConfig) => Promise<T>,
): Promise<T> {
  const url = config.databaseUrl ?? (await runningEmbedded(config.dataDir));
  return url === undefined ? withDatabase(config, reporter, work) : work(loginOf(url));
}
