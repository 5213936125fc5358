import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
});

afterAll(() => database?.drop());

it('answers every request that it has taken, on connections that would have stayed open', async () => {
  const admin = await server.api.signIn();
  const answers: number[] = [];
  const cut: unknown[] = [];
  const caller = async (): Promise<void> => {
    for (;;) {
      try {
        answers.push((await server.api.get('/v1/me', admin)).status);
      } catch (error) {
        const code = (error as { cause?: { code?: string } }).cause?.code;
        if (code !== 'ECONNREFUSED') cut.push(code ?? error);
        return;
      }
    }
  };
  const callers = Array.from({ length: 16 }, caller);
  await sleep(500);
  expect(await server.stop()).toBe(0);
  await Promise.all(callers);
  expect(answers.length).toBeGreaterThan(16);
  expect(new Set(answers)).toEqual(new Set([200]));
  // A connection can wait before a door that closes: its request was never taken.
  expect(cut.filter((code) => code !== 'ECONNRESET')).toEqual([]);
  expect(cut.length).toBeLessThan(3);
});
