import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { beginRotation, come, keysOf, statusesOf } from '../support/rotated.js';
import { newDataDir, runServer, startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let one: TestServer;
let two: TestServer;
let admin: string;
/** The keys while the first is there still. */
let before: string;
let ada: { id: string; session: string };
const dirs = { one: newDataDir(), two: newDataDir() };
const keysFile = (which: keyof typeof dirs): string => `${dirs[which]}/keys.json`;
const wrappingOf = (keys: string): string[] => JSON.parse(keys).wrapping;
const wrappingIn = (file: string): string[] => wrappingOf(readFileSync(file, 'utf8'));

/** Two servers, each with a file of its own. */
beforeAll(async () => {
  database = await createDatabase();
  one = await startServer({ databaseUrl: database.url, dataDir: dirs.one });
  cpSync(keysFile('one'), keysFile('two'));
  two = await startServer({ databaseUrl: database.url, dataDir: dirs.two });
  admin = await one.api.signIn();
  ada = await one.api.person(admin, 'ada');
});

afterAll(async () => {
  await two?.stop();
  await one?.stop();
  await database?.drop();
});

const filesUnder = (directory: string): string[] =>
  readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
const files = () => Object.values(dirs).flatMap(filesUnder);

it('waits until every server that runs holds the next one, and says which does not', async () => {
  await beginRotation(one.api, admin, 'wrapping');
  const lacking = async (): Promise<{ id: string; answers: boolean }[]> =>
    (await one.api.get('/v1/keys', admin)).body.servers.filter(({ lacks }: { lacks: string[] }) => lacks.length > 0);
  await until(async () => (await lacking()).every(({ answers }) => !answers));
  const [other, ...more] = await lacking();
  expect([other, more]).toEqual([expect.objectContaining({ answers: false }), []]);
  const [, next] = await keysOf(one.api, admin, 'wrapping');
  expect(next).toMatchObject({ status: 'next', waitsFor: expect.stringContaining(other!.id) });
});

it('is refused while one is under way', async () => {
  const { status, body } = await two.api.post('/v1/keys/rotations', admin, { use: 'wrapping' });
  expect([status, body.code]).toEqual([409, 'rotation_pending']);
  expect(wrappingIn(keysFile('two'))).toHaveLength(1);
});

it('leaves whatever is personal readable, and the key in no file', async () => {
  before = readFileSync(keysFile('two'), 'utf8');
  const [old] = wrappingIn(keysFile('one'));
  cpSync(keysFile('one'), keysFile('two'));
  await come(one.api, admin, 'wrapping', 'destroyed', 'current');
  expect(wrappingIn(keysFile('one'))).toEqual(wrappingIn(keysFile('two')));
  expect(files().filter((file) => readFileSync(file).includes(old!))).toEqual([]);
  for (const { api } of [one, two]) {
    expect((await api.get(`/v1/users/${ada.id}`, admin)).body.username).toBe('ada');
    expect((await api.person(admin, `grace${api.url.slice(-1)}`)).session).toMatch(/^ey/);
  }
  const [{ n }] = (await database.query('select count(distinct wrapped_by)::int as n from state.subject_keys')) as any;
  expect(n).toBe(1);
});

it('is in the log, step by step, and the same history gives the same state', async () => {
  const { items } = (await one.api.get('/v1/audit/events?type=KeyDestroyed', admin)).body;
  expect(items).toHaveLength(1);
  expect(await differencesOf({ database, keysFile: keysFile('one') })).toEqual(SAME);
});

it('leaves what is destroyed destroyed', async () => {
  const gone = await one.api.person(admin, 'gone');
  await database.query('update state.subject_keys set wrapped = null, destroyed_at = now() where kid = $1', [gone.id]);
  await beginRotation(one.api, admin, 'wrapping');
  await until(async () => (await statusesOf(one.api, admin, 'wrapping')).at(-1) === 'next');
  cpSync(keysFile('one'), keysFile('two'));
  await come(one.api, admin, 'wrapping', 'destroyed', 'destroyed', 'current');
  const rows = await database.query('select wrapped from state.subject_keys where kid = $1', [gone.id]);
  expect(rows).toEqual([{ wrapped: null }]);
});

it('no server starts with the keys of before, and one takes what is over out of its file', async () => {
  await two.stop();
  const now = readFileSync(keysFile('two'), 'utf8');
  writeFileSync(keysFile('two'), before);
  const { code, output } = await runServer({ databaseUrl: database.url, dataDir: dirs.two });
  expect([code, output]).toEqual([
    1,
    expect.stringMatching(/KEYS_FILE: the wrapping key \S+, which the log works with/),
  ]);
  const both = { ...JSON.parse(now), wrapping: [...wrappingOf(now), ...wrappingOf(before)] };
  writeFileSync(keysFile('two'), JSON.stringify(both));
  two = await startServer({ databaseUrl: database.url, dataDir: dirs.two });
  await until(async () => readFileSync(keysFile('two'), 'utf8') === now);
});
