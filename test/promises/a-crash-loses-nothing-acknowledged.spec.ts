import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { killPostgres } from '../support/postgres-processes.js';
import { newDataDir, startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/** These servers have an embedded database each: what is killed here is all of it. */
const dataDirs: string[] = [];
const dataDir = (): string => {
  const directory = newDataDir();
  dataDirs.push(directory);
  return directory;
};

afterAll(() => {
  for (const directory of dataDirs) rmSync(directory, { recursive: true, force: true });
});

interface Known {
  readonly position: string;
  readonly id: string;
  readonly token: string;
}

/** Issues tokens until the server is gone; answers those that were acknowledged. */
async function issueUntilItDies(server: TestServer, admin: string, callers: number): Promise<Known[]> {
  const acknowledged: Known[] = [];
  const caller = async (n: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const body = { name: `token ${n} ${i} ${acknowledged.length}`, format: 'opaque' };
      const answer = await server.api.post('/v1/tokens', admin, body).catch(() => undefined);
      if (answer?.status !== 201) return;
      acknowledged.push(answer.body);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, n) => caller(n)));
  return acknowledged;
}

async function trail(server: TestServer, admin: string): Promise<any[]> {
  const items: any[] = [];
  for (let cursor: string | null = '-1'; cursor !== null; ) {
    const { body }: { body: any } = await server.api.get(`/v1/audit/events?cursor=${cursor}&limit=500`, admin);
    items.push(...body.items);
    cursor = body.next;
  }
  return items;
}

async function expectAllThere(directory: string, acknowledged: readonly Known[]): Promise<void> {
  const server = await startServer({ dataDir: directory });
  const admin = await server.api.signIn();
  const items = await trail(server, admin);
  expect(items.map(({ position }) => position)).toEqual(items.map((_, i) => String(i)));
  const issued = new Map(
    items.filter(({ type }) => type === 'TokenIssued').map((item) => [item.position, item.data.tokenId]),
  );
  for (const { position, id } of acknowledged) expect(issued.get(position)).toBe(id);
  for (const { token } of acknowledged.slice(-5)) expect((await server.api.get('/v1/me', token)).status).toBe(200);
  expect(await server.stop()).toBe(0);
}

it.each([
  ['the server', (server: TestServer) => server.kill()],
  [
    'the database, then of the server',
    async ({ api, dataDir: directory }: TestServer) => {
      killPostgres(directory);
      await until(async () => (await api.get('/health/ready')).status === 200);
    },
  ],
  [
    'both',
    async (server: TestServer) => {
      killPostgres(server.dataDir);
      await server.kill();
    },
  ],
])('survives kill -9 of %s under load', async (_, kill) => {
  const directory = dataDir();
  const server = await startServer({ dataDir: directory });
  const admin = await server.api.signIn();
  const issuing = issueUntilItDies(server, admin, 8);
  await sleep(1500);
  await kill(server);
  await server.kill();
  const acknowledged = await issuing;
  expect(acknowledged.length).toBeGreaterThan(20);
  await expectAllThere(directory, acknowledged);
});

it('a server whose own database is killed starts it again, and goes on', async () => {
  const directory = dataDir();
  const server = await startServer({ dataDir: directory });
  const admin = await server.api.signIn();
  const { body } = await server.api.post('/v1/tokens', admin, { name: 'before' });
  killPostgres(directory);
  await until(async () => (await server.api.get('/v1/me', body.token)).status === 200);
  expect((await server.api.post('/v1/tokens', admin, { name: 'after' })).status).toBe(201);
  expect(await server.stop()).toBe(0);
});

it('survives kill -9 at any instant of the very first start', async () => {
  for (const patience of [100, 500, 900, 1300, 1800]) {
    const directory = dataDir();
    const first = startServer({ dataDir: directory }).catch(() => undefined);
    await sleep(patience);
    killServerOf(directory);
    await (await first)?.kill();
    await expectAllThere(directory, []);
  }
}, 240_000);

/** By the process id that the holder of DATA_DIR writes into its lock file. */
function killServerOf(directory: string): void {
  try {
    process.kill(Number(readFileSync(`${directory}/lock`, 'utf8')), 'SIGKILL');
  } catch {
    // It had not come that far.
  }
}
