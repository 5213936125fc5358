import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { asUnprivileged, type Unprivileged } from './as-unprivileged.js';
import { connectWhenReady } from './connect-when-ready.js';
import { createCluster } from './create-cluster.js';
import type { DataDir } from '../data-dir.js';
import { lastComplaint } from './last-complaint.js';
import { migratorDatabase } from './migrator-database.js';
import { postgresBinaries } from './postgres-binaries.js';
import { postgresSettings } from './postgres-settings.js';
import { socketDirectory } from './socket-directory.js';
import { StartupError } from '../startup-error.js';
import { stopOrphan } from './stop-orphan.js';
import { superuserPassword } from './superuser-password.js';
import { startWatched, type WatchedProcess } from './watched-process.js';

export interface EmbeddedPostgres {
  /** Of the role that owns the database and may create further roles. Holds its password. */
  readonly url: string;
  /** Resolves when PostgreSQL has ended, by itself or by stop. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface Home {
  readonly directory: string;
  readonly cluster: string;
  readonly password: string;
  readonly postgres: string;
  readonly runAs: Unprivileged;
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 250;
const NOT_GONE_YET = /lock file .* already exists|pre-existing shared memory block .* is still in use/;

/** The lock of DATA_DIR proves that no living server uses the database: whatever still runs on it is an orphan. */
export async function startEmbeddedPostgres(dataDir: DataDir, say: (line: string) => void): Promise<EmbeddedPostgres> {
  try {
    return await startIn(await prepare(dataDir.path, say), say);
  } catch (cause) {
    if (cause instanceof StartupError || !isNativeError(cause)) throw cause;
    const message = `the database in ${dataDir.path} does not start: ${cause.message}`;
    throw new StartupError('DATA_DIR', message, { cause });
  }
}

/** Whenever we die within, the cluster is there whole or not at all, and its password is there before it. */
async function prepare(directory: string, say: (line: string) => void): Promise<Home> {
  const { initdb, postgres } = await postgresBinaries();
  const runAs = await asUnprivileged(directory, postgres);
  const cluster = join(directory, 'postgres');
  const passwordFile = join(directory, 'postgres.password');
  const password = superuserPassword(passwordFile, cluster);
  if (!existsSync(cluster)) {
    say(`creating the database in ${directory} (first start only)`);
    await createCluster(cluster, initdb, passwordFile, runAs);
  }
  return { directory, cluster, password, postgres, runAs };
}

/** Children of a postmaster that was killed may linger; PostgreSQL refuses to start beside them, so it is tried again. */
async function startIn(home: Home, say: (line: string) => void): Promise<EmbeddedPostgres> {
  await stopOrphan(home.cluster, say);
  say('starting the database');
  for (const end = Date.now() + PATIENCE_MS; ; await stopOrphan(home.cluster, say)) {
    const started = await attempt(home);
    if (typeof started !== 'string') return started;
    if (!NOT_GONE_YET.test(started) || Date.now() > end)
      throw new StartupError('DATA_DIR', `the database in ${home.directory} does not start: ${started}`);
    await sleep(RETRY_MS);
  }
}

/** The running database, or why it ended. If we die within, the shell that watches us ends it. */
async function attempt(home: Home): Promise<EmbeddedPostgres | string> {
  const sockets = socketDirectory(home.directory);
  home.runAs.own(sockets);
  home.runAs.own(home.cluster); // it may have run as another account before
  const server = startWatched(home.runAs, home.postgres, postgresSettings(home.cluster, sockets));
  const exited = server.exited.then(() => rmSync(sockets, { recursive: true, force: true }));
  try {
    const url = await open(server, home.password, sockets);
    if (url !== undefined) return { url, exited, stop: () => server.stop().then(() => exited) };
    await exited;
    return lastComplaint(server.tail());
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(server: WatchedProcess, password: string, sockets: string): Promise<string | undefined> {
  const login = { host: sockets, port: 5432, user: 'postgres', database: 'postgres', password };
  const superuser = await connectWhenReady(server, login);
  if (superuser === undefined) return undefined;
  try {
    return await migratorDatabase(superuser, password, sockets);
  } finally {
    await superuser.end();
  }
}
