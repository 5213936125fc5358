import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeys, serializeKeys } from '../../apps/server/src/keys/keys.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
/** Every start is of the same log. */
const KEYS = serializeKeys(generateKeys());

beforeAll(async () => {
  database = await createDatabase();
});

beforeEach(async () => {
  server = await startServer({ databaseUrl: database.url, env: { KEYS } });
});

afterAll(() => database?.drop());

it('answers every request that it has taken, on connections that would have stayed open', async () => {
  const admin = await server.api.signIn();
  const answers: number[] = [];
  const ends: unknown[] = [];
  const caller = async (): Promise<void> => {
    try {
      for (;;) answers.push((await server.api.get('/v1/me', admin)).status);
    } catch (error) {
      ends.push((error as { cause?: { code?: string } }).cause?.code ?? error);
    }
  };
  const callers = Array.from({ length: 16 }, caller);
  while (answers.length < 64) await sleep(20);
  expect(await server.stop()).toBe(0);
  await Promise.all(callers);
  expect(new Set(answers)).toEqual(new Set([200]));
  // A slow caller finds its idle connection closed, or waits before a door that closes: its request was never taken.
  const early = ends.filter((code) => code !== 'ECONNREFUSED');
  expect(early.filter((code) => code !== 'ECONNRESET' && code !== 'UND_ERR_SOCKET')).toEqual([]);
  expect(early.length).toBeLessThan(8);
});

it('waits for an answer under way, while it takes no new connection', async () => {
  const admin = await server.api.signIn();
  const held = database.query('begin; select from log.head for update; select pg_sleep(2); commit');
  await sleep(500);
  const answer = server.api.post('/v1/tokens', admin, { name: 'under way' });
  await sleep(500);
  const stopped = server.stop();
  await sleep(300);
  const refused = await server.api.get('/health/live').catch((error) => error.cause.code);
  expect(refused).toBe('ECONNREFUSED');
  expect((await answer).status).toBe(201);
  expect(await stopped).toBe(0);
  await held;
});

it('ends at once when it is told twice, and what it has acknowledged is there', async () => {
  const admin = await server.api.signIn();
  const held = database.query('begin; select from log.head for update; select pg_sleep(2); commit');
  await sleep(500);
  const answer = server.api.post('/v1/tokens', admin, { name: 'cut off' }).catch(() => 'cut off');
  await sleep(300);
  const stopped = server.stop();
  await sleep(300);
  server.process.kill('SIGTERM');
  expect([await stopped, await answer]).toEqual([1, 'cut off']);
  await held;
  const next = await startServer({ databaseUrl: database.url, env: { KEYS } });
  expect((await next.api.get('/v1/me', admin)).status).toBe(200);
  await next.stop();
});
