import { loginOf } from '../../apps/server/src/platform/migrator-login.js';
import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Issuing } from '../support/issuing.js';
import { startServer, type TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let proxy: DatabaseProxy;
let server: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  proxy = await DatabaseProxy.to(loginOf(database.url));
  const { host, port, user, password } = proxy.login;
  const databaseUrl = `postgres://${user}:${String(password)}@${host}:${port}/${user}`;
  server = await startServer({ databaseUrl });
  admin = await server.api.signIn();
});

afterAll(async () => {
  proxy?.restore();
  await server?.stop();
  await proxy?.close();
  await database?.drop();
});

const databaseName = (): string => new URL(database.url).pathname.slice(1);

/** For connections that are made from now on; those that are there end. */
async function becomeReadOnly(): Promise<void> {
  await database.query(`alter database ${databaseName()} set default_transaction_read_only = on`);
  proxy.refuse();
  proxy.restore();
}

/** No connection is cut: those that were made while it was read-only stay so, and have to go by themselves. */
const becomeWritable = () =>
  database.query(`begin read write; alter database ${databaseName()} reset default_transaction_read_only; commit`);

/** Whichever of its connections it asks by. */
async function staysReady(): Promise<boolean> {
  const statuses = await concurrently(1, times(30), async () => (await server.api.get('/health/ready')).status);
  return statuses.every((status) => status === 200);
}

it('a server that nobody uses is ready again once its database has been read-only', async () => {
  await becomeReadOnly();
  await until(async () => (await server.api.get('/health/ready')).body.parts.log === 'down');
  await becomeWritable();
  await until(staysReady);
});

const everything = (name: string): Promise<Answer[]> =>
  Promise.all([
    server.api.get('/v1/me', admin),
    server.api.get('/v1/tokens', admin),
    server.api.get('/log/checkpoint'),
    server.api.post('/v1/tokens', admin, { name }),
    server.api.ask('POST', '/v1/sessions', { body: { username: 'admin', password: 'whatever it is' } }),
    server.api.get('/health/ready'),
  ]);

describe.each([
  ['refuses connections', () => proxy.refuse()],
  ['is silent', () => proxy.silence()],
])('while the database %s', (_, break_) => {
  it('every answer is 503, nobody is let in, and afterwards all is as before', async () => {
    break_();
    const answers = await everything('while away');
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
    for (const { headers, body } of answers.slice(0, 5)) {
      expect(headers.get('retry-after')).toBe('1');
      expect(body).toMatchObject({ code: 'unavailable' });
    }
    expect((await server.api.get('/health/live')).status).toBe(200);
    proxy.restore();
    expect(await eventually(() => server.api.get('/v1/me', admin))).toMatchObject({ status: 200 });
    expect((await server.api.get('/v1/tokens?state=all', admin)).body.items).toHaveLength(1);
  });
});

/** The pools need a moment to find out that their connections are gone. */
async function eventually(ask: () => Promise<Answer>): Promise<Answer> {
  for (let round = 0; round < 20; round++) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
  return ask();
}

it('a change that is durable and cannot be shown is not answered as if there were none', async () => {
  const { body: account } = await server.api.post('/v1/users', admin, { username: 'changed', kind: 'service' });
  const headers = { 'if-match': `"${account.position}"`, 'idempotency-key': 'changed' };
  const ask = { token: admin, body: { enabled: false }, headers };
  proxy.trap('"UserEntity"', 'unsent');
  const answer = await server.api.ask('PATCH', `/v1/users/${account.id}`, ask);
  expect([answer.status, answer.body.code]).toEqual([503, 'outcome_unknown']);
  expect((await server.api.ask('PATCH', `/v1/users/${account.id}`, ask)).body).toMatchObject({ status: 'disabled' });
  const events = (await storedEvents(database)).filter(({ stream }) => stream === `user-${account.id}`);
  expect(events.map(({ event }) => event.type)).toEqual(['UserRegistered', 'UserDisabled']);
});

it('a read-only database is not ready and takes no change, checks go on, and the same server goes on once it is writable', async () => {
  const issuing = new Issuing(admin, 'read-only');
  const { body: good } = await server.api.post('/v1/tokens', admin, { name: 'good' });
  const { body: dead } = await server.api.post('/v1/tokens', admin, { name: 'dead' });
  await server.api.post(`/v1/tokens/${dead.id}/revoke`, admin);
  await becomeReadOnly();
  expect(await eventually(() => server.api.get('/v1/me', good.token))).toMatchObject({ status: 200 });
  expect((await server.api.get('/v1/me', dead.token)).status).toBe(401);
  expect(await server.api.introspect(admin, good.token)).toMatchObject({ active: true });
  expect((await server.api.get('/v1/tokens', admin)).status).toBe(200);
  const { status, body } = await server.api.get('/health/ready');
  expect([status, body.parts]).toEqual([503, { database: 'up', log: 'down', projections: 'up' }]);
  const changes = await Promise.all([
    issuing.one(server.api),
    server.api.post(`/v1/tokens/${good.id}/revoke`, admin),
    server.api.ask('POST', '/v1/sessions', { body: { username: 'admin', password: 'whatever it is' } }),
  ]);
  for (const { headers, ...answer } of changes) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(headers.get('retry-after')).toBe('1');
  }
  await becomeWritable();
  expect((await issuing.one(server.api)).status).toBe(201);
  await until(staysReady);
  expect((await server.api.get('/v1/me', good.token)).status).toBe(200);
  expect(await issuing.falsehoods(server.api)).toEqual([]);
});

it('a flood of sign-ins is turned away early, and nobody else waits for it', async () => {
  const flood = Array.from({ length: 150 }, () =>
    server.api.ask('POST', '/v1/sessions', { body: { username: 'admin', password: 'guessed again' } }),
  );
  const checks = await Promise.all(Array.from({ length: 10 }, () => server.api.get('/v1/me', admin)));
  expect(checks.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
  expect(statuses).toEqual(new Set([401, 429, 503]));
});

it('a stop ends within ten seconds, even while the database is silent', async () => {
  const second = await startServer({
    databaseUrl: database.url.replace(/@[^/]+\//, `@127.0.0.1:${proxy.login.port}/`),
    env: { KEYS_FILE: `${server.dataDir}/keys.json` },
  });
  proxy.silence();
  const before = Date.now();
  await second.stop();
  expect(Date.now() - before).toBeLessThan(12_000);
  proxy.restore();
});
