import net from 'node:net';
import { Authority } from '../../apps/server/src/check/authority.js';
import { PermissionsInForce } from '../../apps/server/src/check/permissions-in-force.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { asText, flood, type Heard } from '../support/flood.js';
import { largestMemory } from '../support/largest-memory.js';
import { openTestLedger } from '../support/ledger.js';
import { startServer, type TestServer } from '../support/server.js';
import { times } from '../support/times.js';

/** What the server works on at once, at most: see the limits in docs/operations.md. */
const AT_ONCE = 1000;
const CONNECTIONS = 3000;
const TENFOLD = 10 * AT_ONCE;

let database: TestDatabase;
let server: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
  admin = await server.api.signIn();
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const refused = (heard: readonly Heard[]): readonly Heard[] => heard.filter(({ status }) => status === 503);
const COME_BACK = { status: 503, retryAfter: '1', body: expect.objectContaining({ code: 'overloaded' }) };

/** Some are answered, the others are told to come back; and that is all. */
function expectTurnedAway(heard: readonly Heard[], good: number): void {
  expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([good, 503]));
  for (const answer of refused(heard)) expect(answer).toEqual(COME_BACK);
}

it('ten times the checks that it can have under way: some are answered, the others turned away, and memory stays', async () => {
  const check = asText('GET', '/v1/me', admin);
  const checks = (count: number): Promise<Heard[]> =>
    flood(
      server.api.url,
      times(count).map(() => check),
      100,
    );
  const pid = server.process.pid!;
  const usual = await largestMemory(pid, async () => {
    for (const _ of times(4)) expect(refused(await checks(AT_ONCE / 2))).toEqual([]);
  });
  const most = await largestMemory(pid, async () => {
    const heard = checks(TENFOLD);
    expect((await server.api.get('/health/live')).status).toBe(200);
    expectTurnedAway(await heard, 200);
  });
  expect(most).toBeLessThan(2 * usual);
  expect((await server.api.get('/v1/me', admin)).status).toBe(200);
});

it('ten times the changes that it can have under way: what is acknowledged is there, and nothing else', async () => {
  const bodies = times(TENFOLD).map((n) => ({ name: `token ${n}`, format: 'opaque' }));
  const heard = await flood(
    server.api.url,
    bodies.map((body) => asText('POST', '/v1/tokens', admin, body)),
    100,
  );
  expectTurnedAway(heard, 201);
  const issued = heard.flatMap(({ status, body }): string[] => (status === 201 ? [body.id] : []));
  const rows = await database.query<{ id: string }>(`select id from state.tokens where kind = 'access'`);
  expect(rows).toHaveLength(issued.length);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(issued));
  expect((await server.api.post('/v1/tokens', admin, { name: 'afterwards' })).status).toBe(201);
});

it('ten times the questions that may wait for the database: those beyond are refused at once, the others answered', async () => {
  const ledger = await openTestLedger(database, `${server.dataDir}/keys.json`);
  const authority = new Authority(ledger.pool, ledger.known, new PermissionsInForce(ledger.pool));
  const id = '0198c0de-0000-7000-8000-000000000000';
  const answers = await Promise.allSettled(times(50_000).map(() => authority.ask({ id })));
  const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.refusal] : []));
  expect(reasons).toHaveLength(45_000);
  expect(new Set(reasons.map(({ refused: code }) => code))).toEqual(new Set(['overloaded']));
  expect((await authority.ask({ id })).token).toBeUndefined();
  await ledger.close();
});

interface Mute {
  readonly opened: Promise<void>;
  /** Whatever comes back before the connection is closed. */
  readonly heard: Promise<string>;
}

/** Says `text` and nothing more. */
function mute(text: string): Mute {
  const socket = net.connect(Number(new URL(server.api.url).port), '127.0.0.1');
  if (text !== '') socket.write(text);
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString())).on('error', () => undefined);
  const opened = new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
  return { opened, heard: new Promise((resolve) => socket.once('close', () => resolve(said))) };
}

it('connections that never come to a request are closed, and what is beyond their number at once', async () => {
  const [half] = asText('GET', '/v1/me', admin).split('\r\n\r\n');
  const mutes: Mute[] = [];
  for (const n of times(CONNECTIONS + 200)) {
    mutes.push(mute(n % 2 === 0 ? '' : half!));
    if (n % 100 === 99) await Promise.all(mutes.slice(-100).map(({ opened }) => opened));
  }
  expect((await server.api.get('/v1/me', admin)).status).toBe(200);
  const heard = await Promise.all(mutes.map((one) => one.heard));
  const late = heard.filter((said) => said.startsWith('HTTP/1.1 408 '));
  expect(late.length).toBeLessThanOrEqual(CONNECTIONS);
  expect(late.length).toBeGreaterThan(CONNECTIONS - 100);
  expect(heard.filter((said) => said === '')).toHaveLength(heard.length - late.length);
  expect((await flood(server.api.url, [asText('GET', '/v1/me', admin)], 1))[0]!.status).toBe(200);
});
