import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Client, type ClientConfig, DatabaseError } from 'pg';
import { StartupError } from '../startup-error.js';
import type { WatchedProcess } from './watched-process.js';

const PATIENCE_MS = 60_000;
const POLL_MS = 20;
const STARTING_UP = '57P03';
const WRONG_PASSWORD = '28P01';

/** The first connection a starting server accepts; undefined if it ends instead. Recovery may take as long as it needs. */
export async function connectWhenReady(server: WatchedProcess, config: ClientConfig): Promise<Client | undefined> {
  for (let end = Date.now() + PATIENCE_MS; !server.hasExited(); await sleep(POLL_MS)) {
    const answer = await connect(config);
    if (answer instanceof Client) return answer;
    const code = answer instanceof DatabaseError ? answer.code : undefined;
    if (code === WRONG_PASSWORD) throw new StartupError('DATA_DIR', passwordAdvice);
    if (code === STARTING_UP) end = Date.now() + PATIENCE_MS;
    if (Date.now() > end) throw new StartupError('DATA_DIR', `the database does not get ready: ${answer.message}`);
  }
  return undefined;
}

const passwordAdvice = 'its postgres.password does not open its database; restore the two together';

async function connect(config: ClientConfig): Promise<Client | Error> {
  const client = new Client({ ...config, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // a connection lost later shows in the query that needs it
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (isNativeError(error)) return error;
    throw error;
  }
}
