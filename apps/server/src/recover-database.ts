import { existsSync } from 'node:fs';
import type { Config } from './config.js';
import { type DataDir, lockDataDir } from './platform/data-dir.js';
import { createLogger } from './platform/logger.js';
import { loginOf } from './platform/migrator-login.js';
import { startEmbeddedPostgres } from './platform/postgres/embedded-postgres.js';
import { ofEmbedded } from './platform/postgres/of-embedded.js';
import { StartupError } from './platform/startup-error.js';
import { recoverLedger, type Wish } from './recover-ledger.js';

/**
 * Recovers the log in the database that the server with this configuration would serve. DATA_DIR is held meanwhile, so
 * that no server has it.
 */
export async function recoverDatabase(config: Config, say: (line: string) => void, wish: Wish): Promise<string> {
  if (config.databaseUrl === undefined && !existsSync(`${config.dataDir}/postgres`))
    throw new StartupError('DATA_DIR', `there is no database in ${config.dataDir}; restore a copy of it first`);
  const dataDir = lockDataDir(config.dataDir);
  try {
    return await recoverIn(dataDir, config, say, wish);
  } finally {
    dataDir.release();
  }
}

async function recoverIn(dataDir: DataDir, config: Config, say: (line: string) => void, wish: Wish): Promise<string> {
  const logger = createLogger(config.logLevel);
  const trouble = (error: unknown): void => logger.warn({ err: error }, 'an attempt on the database failed');
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) return await recoverLedger(config, loginOf(databaseUrl), { say, trouble }, wish);
  const embedded = await startEmbeddedPostgres(dataDir, say, trouble);
  try {
    return await recoverLedger(config, loginOf(embedded.url), { say, trouble }, wish);
  } catch (error) {
    throw ofEmbedded(error);
  } finally {
    await embedded.stop();
  }
}
