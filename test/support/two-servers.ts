import { createDatabase, type TestDatabase } from './database.js';
import { startServer, type TestServer } from './server.js';

/** Two servers of one log, and the session of its first administrator. */
export interface TwoServers {
  readonly database: TestDatabase;
  readonly one: TestServer;
  readonly two: TestServer;
  readonly admin: string;
  readonly keysFile: string;
  stop(): Promise<void>;
}

export async function startTwoServers(env: Readonly<Record<string, string>> = {}): Promise<TwoServers> {
  const database = await createDatabase();
  const one = await startServer({ databaseUrl: database.url, env });
  const keysFile = `${one.dataDir}/keys.json`;
  const two = await startServer({ databaseUrl: database.url, env: { ...env, KEYS_FILE: keysFile } });
  const stop = async () => {
    await two.stop();
    await one.stop();
    await database.drop();
  };
  return { database, one, two, admin: await one.api.signIn(), keysFile, stop };
}
