import { ChangingPostgres } from '../support/changing-postgres.js';
import { startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const postgres = new ChangingPostgres();
let server: TestServer;

beforeAll(async () => {
  await postgres.start();
  server = await startServer({ databaseUrl: postgres.url });
});

afterAll(async () => {
  await server?.stop();
  await postgres.stop();
});

it('a copy of the database, which may be behind, lets nobody in; once it is the primary, the same server goes on', async () => {
  const { api } = server;
  const admin = await api.signIn();
  const { body: good } = await api.post('/v1/tokens', admin, { name: 'good', format: 'opaque' });
  expect((await api.get('/v1/me', good.token)).status).toBe(200);
  await postgres.becomeCopy();
  await until(async () => (await api.get('/health/ready')).body.parts.database === 'up');
  for (const { status, headers, body } of [
    await api.get('/v1/me', good.token),
    await api.post('/v1/tokens', admin, { name: 'on a copy' }),
  ]) {
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('is a copy') });
  }
  expect((await api.get('/health/ready')).body.parts).toMatchObject({ log: 'down' });
  await postgres.becomePrimary();
  await until(async () => (await api.get('/v1/me', good.token)).status === 200);
  await until(async () => (await api.get('/health/ready')).status === 200);
  expect((await api.post('/v1/tokens', admin, { name: 'on the primary' })).status).toBe(201);
});
