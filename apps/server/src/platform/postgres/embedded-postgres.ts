import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { asUnprivileged } from './as-unprivileged.js';
import { createCluster } from './create-cluster.js';
import type { DataDir } from '../data-dir.js';
import { postgresBinaries } from './postgres-binaries.js';
import { type PostgresHome, RunningPostgres } from './running-postgres.js';
import { socketDirectory } from './socket-directory.js';
import { StartupError } from '../startup-error.js';
import { superuserPassword } from './superuser-password.js';

export interface EmbeddedPostgres {
  /** Of the role that owns the database and may create further roles. Holds its password. The same for every run. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The lock of DATA_DIR proves that no living server uses the database: whatever still runs on it is an orphan. `trouble`
 * is told whenever the database ends by itself and is started again.
 */
export async function startEmbeddedPostgres(
  dataDir: DataDir,
  say: (line: string) => void,
  trouble: (error: unknown) => void,
): Promise<EmbeddedPostgres> {
  try {
    const postgres = new RunningPostgres(await prepare(dataDir.path, say), say, trouble);
    const url = await postgres.start();
    return { url, stop: () => postgres.stop() };
  } catch (cause) {
    if (cause instanceof StartupError || !isNativeError(cause)) throw cause;
    const message = `the database in ${dataDir.path} does not start: ${cause.message}`;
    throw new StartupError('DATA_DIR', message, { cause });
  }
}

/** Whenever we die within, the cluster is there whole or not at all, and its password is there before it. */
async function prepare(directory: string, say: (line: string) => void): Promise<PostgresHome> {
  const { initdb, postgres } = await postgresBinaries();
  const runAs = await asUnprivileged(directory, postgres);
  const cluster = join(directory, 'postgres');
  const passwordFile = join(directory, 'postgres.password');
  const password = superuserPassword(passwordFile, cluster);
  if (!existsSync(cluster)) {
    say(`creating the database in ${directory} (first start only)`);
    await createCluster(cluster, initdb, passwordFile, runAs);
  }
  return { directory, cluster, password, postgres, runAs, sockets: socketDirectory(directory) };
}
