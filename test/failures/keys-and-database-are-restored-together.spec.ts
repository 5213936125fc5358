import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Api } from '../support/api.js';
import { CommandLine } from '../support/command-line.js';
import type { DatabaseCopy } from '../support/database.js';
import { done } from '../support/done.js';
import { type Home, newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { differencesOf, SAME } from '../support/replayed.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

let home: Home;
let leaver: string;
let stays: string;
/** From before the erasure, and from after it: the database and the keys, each where the other is not. */
const backups = {} as Record<'before' | 'after', { database: DatabaseCopy; keys: string; checkpoint: string }>;

async function backUp(when: keyof typeof backups, server: TestServer): Promise<void> {
  await server.stop();
  const [keys, checkpoint] = [home.keysFile, `${home.dataDir}/checkpoint`].map((file) => readFileSync(file, 'utf8'));
  backups[when] = { database: await home.database.copy(), keys: keys!, checkpoint: checkpoint! };
}

beforeAll(async () => {
  home = await newHome();
  const first = await home.start();
  const admin = await first.api.signIn();
  [leaver, stays] = [await register(first.api, admin, 'leaver'), await register(first.api, admin, 'stays')];
  await backUp('before', first);
  const second = await home.start();
  const again = await second.api.signIn();
  done(await second.api.delete(`/v1/users/${leaver}`, again));
  done(await second.api.post(`/v1/users/${leaver}/erase`, again));
  const complete = async () => (await second.api.get(`/v1/users/${leaver}/erasure`, again)).body.completedAt !== null;
  await until(complete, 60_000);
  await backUp('after', second);
});

afterAll(removeHomes);

const register = async (api: Api, admin: string, username: string): Promise<string> =>
  done(await api.post('/v1/users', admin, { username, kind: 'person', email: `${username}@example.org` })).body.id;

const named = async (api: Api, admin: string, id: string): Promise<string> =>
  done(await api.get(`/v1/users/${id}`, admin)).body.username;

/** Another machine, on which nothing was but what is restored. */
function machineWith(keys: string, checkpoint: string): string {
  const dataDir = `${temporaryDataDir()}/restored`;
  mkdirSync(dataDir);
  writeFileSync(`${dataDir}/keys.json`, keys, { mode: 0o600 });
  writeFileSync(`${dataDir}/checkpoint`, checkpoint);
  return dataDir;
}

it('database, keys and checkpoint, from where each was kept, are the log that was signed, with every name', async () => {
  const { database, keys, checkpoint } = backups.after;
  await database.swap();
  const dataDir = machineWith(keys, checkpoint);
  const server = await home.start({ DATA_DIR: dataDir });
  expect(server.output()).toContain('agrees with its last checkpoint');
  const admin = await server.api.signIn();
  expect(await named(server.api, admin, stays)).toBe('stays');
  expect(await named(server.api, admin, leaver)).toBe('[erased]');
  const [opened] = await storedEvents(home.database);
  const cli = new CommandLine(server.api.url);
  const env = { TOKENLEDGER_TOKEN: admin };
  expect(await cli.ok(['verify', '--key', opened!.event.data.keys.log], { env })).toMatch(/^OK, /);
  cli.remove();
  expect(await differencesOf({ database: home.database, keysFile: `${dataDir}/keys.json` })).toEqual(SAME);
  await server.stop();
  await database.swap();
});

describe('a database from before the erasure', () => {
  beforeAll(() => backups.before.database.swap());

  it('is of no use to whoever has the keys of now: no server starts, and it says which key it lacks', async () => {
    expect(await home.refused()).toMatch(/^KEYS_FILE: the wrapping key \S+, which the log works with/m);
  });

  it('opens with the keys of before, which are therefore destroyed: the person would be known again', async () => {
    const dataDir = machineWith(backups.before.keys, backups.after.checkpoint);
    expect(await home.recover(['--yes'], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
    const server = await home.start({ DATA_DIR: dataDir });
    const admin = await server.api.signIn();
    expect(await named(server.api, admin, leaver)).toBe('leaver');
    await server.stop();
  });
});
