import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratorDatabase } from '@tokenledger/server/platform/postgres/migrator-database';
import pg from 'pg';
import type { Progress } from './progress.js';
import { PUBLIC_URL, type ServerProcess, startServer } from './server-process.js';
import { type Side, startSide } from './side.js';
import type { AppendFor } from './sides/emmett.js';
import type { LedgerQuestion } from './sides/tokenledger.js';

/** A server with its own embedded PostgreSQL, fsync on; and on it what is measured, and what that is compared with. */
export interface World {
  readonly progress: Progress;
  readonly directory: string;
  readonly databaseUrl: string;
  readonly server: ServerProcess;
  /** A session of the administrator. */
  readonly admin: string;
  /** The server's log, without HTTP before it. */
  readonly ledger: Side<LedgerQuestion>;
  readonly emmett: Side<AppendFor>;
  /** Another log, empty, in a database of its own. */
  startLedger(name: string): Promise<Side<LedgerQuestion>>;
}

/** Whatever is started goes into `undo`, to be undone in reverse. */
export async function createWorld(progress: Progress, undo: (() => unknown)[]): Promise<World> {
  progress.say('starting a server, its database, and what it is compared with');
  const directory = mkdtempSync(join(tmpdir(), 'tokenledger-bench-'));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  const secret = randomBytes(15).toString('base64url');
  const server = await startServer(directory, { ADMIN_PASSWORD: secret });
  undo.push(() => server.stop());
  const database = await databaseOf(directory);
  undo.push(() => database.superuser.end());
  const startLedger = async (name: string, databaseUrl: string, keysFile?: string) => {
    mkdirSync(`${directory}/${name}`);
    const config = configOf(`${directory}/${name}`, databaseUrl, secret, keysFile);
    return startSide<LedgerQuestion>('tokenledger', { config, secret });
  };
  const ledger = await startLedger('log', database.url, `${directory}/keys.json`);
  undo.push(() => ledger.stop());
  const emmett = await startSide<AppendFor>('emmett', { databaseUrl: database.url, size: ENTRY_BYTES });
  undo.push(() => emmett.stop());
  return {
    progress,
    directory,
    databaseUrl: database.url,
    server,
    admin: await signIn(server, secret),
    ledger,
    emmett,
    startLedger: async (name) => startLedger(name, await database.create(name)),
  };
}

/** Of an entry of the log that says that a token was issued, in bytes: what the other store is given to store. */
const ENTRY_BYTES = 1100;

const configOf = (dataDir: string, databaseUrl: string, secret: string, file = `${dataDir}/keys.json`) => ({
  port: 0,
  host: '127.0.0.1',
  publicUrl: PUBLIC_URL,
  logOrigin: undefined,
  corsOrigins: [],
  trustedProxies: [],
  anchorDir: undefined,
  witnesses: [],
  selfCheckHours: 0,
  logLevel: 'silent',
  dataDir,
  databaseUrl,
  keys: { secret: undefined, file },
  keySettings: {
    source: { secret: undefined, file },
    rotateAfterSeconds: 0,
    publishSeconds: 900,
    overlapSeconds: 0,
    doubtSeconds: 60,
  },
  admin: { username: 'admin', secret, passwordFile: `${dataDir}/first-password` },
});

async function databaseOf(directory: string) {
  const secret = readFileSync(`${directory}/postgres.password`, 'utf8').trim();
  const host = `${directory}/run`;
  const superuser = new pg.Client({ host, user: 'postgres', password: secret, database: 'postgres' });
  superuser.on('error', () => undefined);
  await superuser.connect();
  const url = await migratorDatabase(superuser, secret, host);
  const create = async (name: string): Promise<string> => {
    await superuser.query(`create database ${name} owner ${new URL(url).username}`);
    return url.replace(/[^/]*$/, name);
  };
  return { superuser, url, create };
}

async function signIn({ url }: ServerProcess, secret: string): Promise<string> {
  const body = JSON.stringify({ username: 'admin', password: secret });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/sessions`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`signing in was answered with ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}
