import { rmSync } from 'node:fs';
import { CommandLine, type Ran } from './command-line.js';
import { createDatabase, type TestDatabase } from './database.js';
import { newDataDir, runServer, type Start, startServer, type TestServer } from './server.js';

type Env = Readonly<Record<string, string>>;

/** A database, the DATA_DIR of its server, which outlives it, and the command that recovers them. */
export interface Home {
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly keysFile: string;
  start(env?: Env): Promise<TestServer>;
  /** Another server on the database, with the same keys. */
  startAnother(dataDir?: string, env?: Env): Promise<TestServer>;
  /** A start that has to fail; what it says. */
  refused(env?: Env): Promise<string>;
  /** With `--yes`, unless told otherwise. */
  recover(args?: readonly string[], env?: Env): Promise<Ran>;
  size(): Promise<number>;
}

const cleaning: (() => unknown)[] = [];

/** For `afterAll`. */
export async function removeHomes(): Promise<void> {
  for (const clean of cleaning.splice(0).toReversed()) await clean();
}

/** Goes with the homes. */
export function temporaryDataDir(): string {
  const dataDir = newDataDir();
  cleaning.push(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

/** Whatever a test that fails leaves running, is ended. */
async function started(start: Start): Promise<TestServer> {
  const server = await startServer(start);
  cleaning.push(() => server.kill());
  return server;
}

/** `tokenledger recover`. */
export async function runRecover(args: readonly string[], env: Env): Promise<Ran> {
  const commandLine = new CommandLine('');
  const ran = await commandLine.run(['recover', ...args], { env });
  commandLine.remove();
  return ran;
}

export async function newHome(): Promise<Home> {
  const database = await createDatabase();
  cleaning.push(() => database.drop());
  const dataDir = temporaryDataDir();
  const start = { databaseUrl: database.url, dataDir };
  const keysFile = `${dataDir}/keys.json`;
  const settings = { DATABASE_URL: database.url, DATA_DIR: dataDir };
  return {
    database,
    dataDir,
    keysFile,
    start: (env = {}) => started({ ...start, env }),
    startAnother: (other = temporaryDataDir(), env = {}) =>
      started({ databaseUrl: database.url, dataDir: other, env: { ...env, KEYS_FILE: keysFile } }),
    refused: async (env = {}) => {
      const { code, output } = await runServer({ ...start, env });
      expect(code).toBe(1);
      return output;
    },
    recover: (args = ['--yes'], env = {}) => runRecover(args, { ...settings, ...env }),
    size: async () => (await database.query<{ size: number }>('select size::int from log.head'))[0]!.size,
  };
}

/** A home with an older copy in the place of its database: what is lost is the issue of a session. */
export async function rolledBack(before = async (_home: Home, _server: TestServer): Promise<void> => undefined) {
  const home = await newHome();
  const first = await home.start();
  await before(home, first);
  await first.stop();
  const copy = await home.database.copy();
  const again = await home.start();
  await again.api.signIn();
  await again.stop();
  await copy.swap();
  return home;
}
