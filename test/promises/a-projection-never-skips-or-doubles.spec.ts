import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';
import { times } from '../support/times.js';
import { expectedTrailRows, trailRows } from '../support/trail-rows.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let one: TestServer;
let two: TestServer;
let admin: string;

const another = () => startServer({ databaseUrl: database.url, env: { KEYS_FILE: `${one.dataDir}/keys.json` } });

beforeEach(async () => {
  database = await createDatabase();
  one = await startServer({ databaseUrl: database.url });
  two = await another();
  admin = await one.api.signIn();
});

afterEach(async () => {
  await two?.stop();
  await one?.stop();
  await database?.drop();
});

/** Nobody asks: what is seen here is done in the background. */
async function expectComplete(): Promise<void> {
  const expected = await expectedTrailRows(database);
  await until(async () => (await trailRows(database)).length >= expected.length);
  expect((await trailRows(database)).slice(0, expected.length)).toEqual(expected);
}

it('while one of two servers is killed again and again; and made anew, it is what it was', async () => {
  const over = new AbortController();
  const caller = async (n: number) => {
    for (let i = 0; !over.signal.aborted; i++) await one.api.post('/v1/tokens', admin, { name: `token ${n} ${i}` });
  };
  const callers = times(6).map(caller);
  for (const patience of [150, 400, 700]) {
    await sleep(patience);
    await two.kill();
    two = await another();
  }
  over.abort();
  await Promise.all(callers);
  await expectComplete();
  const alive = await trailRows(database);
  expect(alive.length).toBeGreaterThan(100);
  await database.query('begin; update views.cursor set position = -1; truncate views.trail; commit');
  await expectComplete();
  expect(await trailRows(database)).toEqual(alive);
});

it('at an event that it cannot take: it stops there, says so, and goes on from there once it can', async () => {
  const { api } = one;
  const parts = async () => (await api.get('/health/ready')).body.parts;
  await database.query(`alter table views.trail add constraint poison check (type <> 'UserDeleted')`);
  const { id } = await api.person(admin, 'grace');
  const { position } = (await api.delete(`/v1/users/${id}`, admin)).body;
  await until(async () => (await parts()).projections === 'lagging');
  expect(await api.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'up' } });

  const { body: token } = await api.post('/v1/tokens', admin, { name: 'issued meanwhile', format: 'opaque' });
  expect((await api.get('/v1/me', token.token)).status).toBe(200);
  expect((await api.post(`/v1/tokens/${token.id}/revoke`, admin)).status).toBe(200);
  expect((await api.get('/v1/me', token.token)).status).toBe(401);
  const unfiltered = (await api.get('/v1/audit/events?order=desc&limit=500', admin)).body.items;
  expect(unfiltered.map(({ type }: any) => type)).toContain('UserDeleted');
  const filtered = await api.get('/v1/audit/events?type=UserDeleted', admin);
  expect([filtered.status, filtered.body.code, filtered.headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);

  expect((await trailRows(database)).map((row) => row.position)).toEqual(times(Number(position)));
  await sleep(1200);
  const complaints = one
    .output()
    .split('\n')
    .filter((line) => line.includes('stops before'));
  expect(complaints).toEqual([expect.stringContaining(`the projection trail stops before position ${position}`)]);

  await database.query('alter table views.trail drop constraint poison');
  await until(async () => (await parts()).projections === 'up');
  expect((await api.get('/v1/audit/events?type=UserDeleted', admin)).body.items).toMatchObject([{ position }]);
  await expectComplete();
});
