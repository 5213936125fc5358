import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freeze } from '../support/freeze.js';
import { newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { beginRotation, come, keysOf, statusesOf } from '../support/rotated.js';
import { runServer, startServer } from '../support/server.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';
import { until } from '../support/until.js';

const running: TwoServers[] = [];
async function twoServers(): Promise<TwoServers> {
  running.push(await startTwoServers(FAST));
  return running.at(-1)!;
}

afterAll(async () => {
  for (const servers of running) await servers.stop();
  await removeHomes();
});

const FAST = { KEY_PUBLISH_SECONDS: '5', KEY_OVERLAP_DAYS: '0' };
type Keys = Record<'log' | 'token' | 'wrapping', unknown[]>;
const keysIn = (file: string): Keys => JSON.parse(readFileSync(file, 'utf8'));

it('two servers with one file: of two that begin at once one does, and what either signs is good at both', async () => {
  const servers = await twoServers();
  const { one, two, admin, keysFile } = servers;
  const asked = ['log', 'token', 'wrapping'].flatMap((use) =>
    [one, two].map(({ api }) => api.post('/v1/keys/rotations', admin, { use })),
  );
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 202, 202, 409, 409, 409]);
  const issuing = async (): Promise<string[]> =>
    Promise.all(
      [one, two, one, two].map(async ({ api }, n) => {
        const name = `${process.hrtime.bigint()} ${n}`;
        const { status, body } = await api.post('/v1/tokens', admin, { name });
        expect([status, body.code]).toEqual([201, undefined]);
        return body.token;
      }),
    );
  for (const end = Date.now() + 9000; Date.now() < end; await sleep(50))
    for (const token of await issuing())
      for (const { api } of [one, two]) expect((await api.get('/v1/me', token)).status).toBe(200);
  await come(two.api, admin, 'token', 'previous', 'current');
  await come(two.api, admin, 'log', 'retired', 'current');
  await come(two.api, admin, 'wrapping', 'destroyed', 'current');
  await until(async () => keysIn(keysFile).wrapping.length === 1);
  expect([keysIn(keysFile).log.length, keysIn(keysFile).token.length]).toEqual([2, 2]);
}, 120_000);

it('a key that one server has put into the file, and not yet into the log, is left to it by the other', async () => {
  const servers = await twoServers();
  const { one, two, admin, keysFile, database } = servers;
  const rotate = (api: typeof one.api) => api.post('/v1/keys/rotations', admin, { use: 'wrapping' });
  const locker = new pg.Client({ connectionString: database.url });
  await locker.connect();
  await locker.query('begin; select from log.head for update');
  const first = rotate(one.api);
  await until(async () => keysIn(keysFile).wrapping.length === 2);
  // Longer than the other takes to look at the file.
  await sleep(1500);
  const frozen = freeze([one.process.pid!], 7);
  await locker.end();
  const second = await rotate(two.api);
  await frozen;
  // The file is the other's for as long as it is at it.
  expect([second.status, second.body.code]).toEqual([503, 'overloaded']);
  // It may have waited too long itself; then nothing was changed.
  const { status } = await first;
  const begun = status === 202 ? status : (await rotate(one.api)).status;
  expect([[202, 503].includes(status), begun]).toEqual([true, 202]);
  await come(two.api, admin, 'wrapping', 'destroyed', 'current');
  expect(await two.api.signIn()).toMatch(/^ey/);
});

it('a server whose file loses a key that is in use says so, does not serve, and serves again when it is back', async () => {
  const home = await newHome();
  const server = await home.start();
  const admin = await server.api.signIn();
  const whole = readFileSync(home.keysFile, 'utf8');
  const other = JSON.parse(whole);
  const keys = await (await fetch(`${server.api.url}/.well-known/jwks.json`)).json();
  expect((keys as { keys: unknown[] }).keys).toHaveLength(1);
  const another = await newHome();
  await (await another.start()).stop();
  writeFileSync(home.keysFile, JSON.stringify({ ...other, token: keysIn(another.keysFile).token }));
  await until(async () => (await server.api.get('/health/ready')).status === 503);
  const { status, body, headers } = await server.api.post('/v1/tokens', admin, { name: 'unsigned' });
  expect([status, body.code, headers.has('retry-after')]).toEqual([503, 'unavailable', true]);
  expect((await runServer({ databaseUrl: home.database.url, env: { KEYS_FILE: home.keysFile } })).output).toMatch(
    /^KEYS_FILE: the token key \S+, which the log works with, is not among these/m,
  );
  writeFileSync(home.keysFile, whole);
  await until(async () => (await server.api.get('/health/ready')).status === 200);
  expect((await server.api.post('/v1/tokens', admin, { name: 'unsigned' })).status).toBe(201);
});

it('with KEYS nothing is written, and what waits for somebody says so', async () => {
  const home = await newHome();
  await (await home.start()).stop();
  const [first] = keysIn(home.keysFile).wrapping;
  const start = (keys: object) =>
    startServer({ databaseUrl: home.database.url, dataDir: temporaryDataDir(), env: { KEYS: JSON.stringify(keys) } });
  const server = await start(keysIn(home.keysFile));
  const admin = await server.api.signIn();
  const { status, body } = await server.api.post('/v1/keys/rotations', admin, { use: 'wrapping' });
  expect([status, body.code, body.detail]).toEqual([409, 'not_yet', expect.stringContaining('KEYS')]);
  await server.stop();
  const next = Buffer.alloc(32, 9).toString('base64url');
  const both = await start({ ...keysIn(home.keysFile), wrapping: [first, next] });
  await beginRotation(both.api, admin, 'wrapping');
  await come(both.api, admin, 'wrapping', 'retired', 'current');
  const [old] = await keysOf(both.api, admin, 'wrapping');
  expect(old!.waitsFor).toMatch(/It is to be destroyed, but \S+ holds it/);
  await both.stop();
  const last = await start({ ...keysIn(home.keysFile), wrapping: [next] });
  await come(last.api, admin, 'wrapping', 'destroyed', 'current');
  expect(await last.api.signIn()).toMatch(/^ey/);
  await last.stop();
});

it('a log whose keys have rotated is recovered from an older copy, with the keys of its time', async () => {
  const home = await newHome();
  const first = await home.start(FAST);
  const admin = await first.api.signIn();
  await beginRotation(first.api, admin, 'log');
  await come(first.api, admin, 'log', 'retired', 'current');
  await until(async () => (keysIn(home.keysFile).log as { d?: string }[]).some(({ d }) => d === undefined));
  await first.stop();
  const copy = await home.database.copy();
  const keys = readFileSync(home.keysFile, 'utf8');
  const again = await home.start(FAST);
  await beginRotation(again.api, await again.api.signIn(), 'log');
  await come(again.api, await again.api.signIn(), 'log', 'retired', 'retired', 'current');
  await again.stop();
  cpSync(home.keysFile, `${home.keysFile}.newer`);
  await copy.swap();
  expect(await home.refused(FAST)).toMatch(/^KEYS_FILE: the log key \S+, which the log/m);
  writeFileSync(home.keysFile, keys);
  expect(await home.refused(FAST)).toMatch(/^DATABASE_URL: this is not the log that was signed/m);
  expect((await home.recover()).code).toBe(0);
  const recovered = await home.start(FAST);
  const session = await recovered.api.signIn();
  expect(await statusesOf(recovered.api, session, 'log')).toEqual(['retired', 'current']);
  await beginRotation(recovered.api, session, 'log');
  await come(recovered.api, session, 'log', 'retired', 'retired', 'current');
}, 240_000);
