import type { Api } from './api.js';
import { createDatabase, type TestDatabase } from './database.js';
import { startServer } from './server.js';

/** A server over a database of its own, and the session of its first administrator. */
export interface OneServer {
  readonly database: TestDatabase;
  readonly api: Api;
  readonly admin: string;
  readonly keysFile: string;
  stop(): Promise<void>;
}

export async function startOneServer(): Promise<OneServer> {
  const database = await createDatabase();
  const server = await startServer({ databaseUrl: database.url });
  const stop = async () => {
    await server.stop();
    await database.drop();
  };
  const admin = await server.api.signIn();
  return { database, api: server.api, admin, keysFile: `${server.dataDir}/keys.json`, stop };
}
