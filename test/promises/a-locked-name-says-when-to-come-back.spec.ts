import { createHash } from 'node:crypto';
import { forgetOldAttempts } from '../../apps/server/src/access/attempts.js';
import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { openTestLedger } from '../support/ledger.js';
import { startServer, type TestServer } from '../support/server.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;
let bare: TestServer | undefined;

beforeAll(async () => {
  servers = await startTwoServers({ TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'trace' });
  ({ admin } = servers);
});

afterAll(async () => {
  await bare?.stop();
  await servers?.stop();
});

let names = 0;
const unknown = async (): Promise<string> => `n${++names}`;
/** Of somebody who can sign in. */
async function known(): Promise<string> {
  const username = await unknown();
  await servers.one.api.person(admin, username);
  return username;
}

let sources = 0;
const newSource = (): string => `10.11.${++sources >> 8}.${sources & 255}`;

interface From {
  readonly source: string;
  readonly server?: 'one' | 'two';
}

const signIn = (username: string, password: string, { source, server = 'one' }: From): Promise<Answer> =>
  servers[server].api.ask('POST', '/v1/sessions', {
    body: { username, password },
    headers: { 'x-forwarded-for': source },
  });
const passwordOf = (username: string): string => `the password of ${username}`;
const right = (username: string, from: From): Promise<Answer> => signIn(username, passwordOf(username), from);
const statuses = (answers: readonly Answer[]): number[] =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);

/** One after the other, on both servers. */
async function fail(username: string, source: string, count: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const n of times(count))
    answers.push(await signIn(username, `guess ${n}`, { source, server: n % 2 ? 'one' : 'two' }));
  return answers;
}

/** Whoever tries from the same source waits, with whatever password, on either server. */
async function expectLocked(username: string, source: string): Promise<void> {
  for (const server of ['one', 'two'] as const) {
    const { status, body, headers } = await right(username, { source, server });
    expect([status, body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(240);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(300);
  }
}

describe.each([
  ['a name in use', known],
  ['an unknown name', unknown],
])('%s', (_, name) => {
  it('is locked at a source after five failures there', async () => {
    const [username, source] = [await name(), newSource()];
    expect(statuses(await fail(username, source, 5))).toEqual([401, 401, 401, 401, 401]);
    await expectLocked(username, source);
    await expectLocked(username.toUpperCase(), source);
  });

  it('is guessed no more than five times, however many guess at once, on both servers', async () => {
    const [username, source] = [await name(), newSource()];
    const guess = (n: number) => signIn(username, `guess ${n}`, { source, server: n % 2 ? 'one' : 'two' });
    const answers = await Promise.all(times(40).map(guess));
    expect(statuses(answers)).toEqual([...times(5).map(() => 401), ...times(35).map(() => 429)]);
  });
});

it('other sources still get in, and other names at the source', async () => {
  const [username, source] = [await known(), newSource()];
  await fail(username, source, 6);
  expect((await right(username, { source: newSource() })).status).toBe(201);
  expect((await right(await known(), { source })).status).toBe(201);
  await expectLocked(username, source);
});

it('a time that is over locks nobody', async () => {
  const [username, source] = [await known(), newSource()];
  await fail(username, source, 7);
  await expectLocked(username, source);
  await servers.database.query(`update aside.attempts set ends_at = now() where count > 5`);
  expect((await right(username, { source })).status).toBe(201);
});

it('a success forgets the failures before it', async () => {
  const [username, source] = [await known(), newSource()];
  for (const _ of times(2)) {
    await fail(username, source, 4);
    expect((await right(username, { source })).status).toBe(201);
  }
});

it('many at once who know the password all get in', async () => {
  const [username, source] = [await known(), newSource()];
  const answers = await Promise.all(times(40).map((n) => right(username, { source, server: n % 2 ? 'one' : 'two' })));
  expect(new Set(statuses(answers))).toEqual(new Set([201]));
});

it('an account that cannot sign in is locked like any other, even for who knows its password', async () => {
  const username = await unknown();
  const { id } = await servers.one.api.person(admin, username);
  const headers = { 'if-match': '*' };
  await servers.one.api.ask('PATCH', `/v1/users/${id}`, { token: admin, headers, body: { enabled: false } });
  const source = newSource();
  for (const _ of times(5)) expect((await right(username, { source })).status).toBe(401);
  await expectLocked(username, source);
});

it.each([
  ['an IPv6 network', '2001:db8:0:7::1', '2001:db8:0:7:ffff::2', '2001:db8:0:8::1'],
  ['an IPv4 address, written as either', '198.51.100.7', '::ffff:198.51.100.7', '198.51.100.8'],
  [
    'the last one that no trusted proxy names',
    '198.51.100.9',
    '203.0.113.1, 198.51.100.9',
    '198.51.100.9, 203.0.113.5',
  ],
])('a source is %s', async (_, source, same, other) => {
  const username = await known();
  await fail(username, source, 5);
  await expectLocked(username, same);
  expect((await right(username, { source: other })).status).toBe(201);
});

it('nobody says where they come from without a trusted proxy', async () => {
  const { database, keysFile } = servers;
  const { api } = (bare = await startServer({ databaseUrl: database.url, env: { KEYS_FILE: keysFile } }));
  const guess = (n: number) =>
    api.ask('POST', '/v1/sessions', {
      body: { username: 'ruff', password: 'a guess' },
      headers: { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}`, 'x-real-ip': `203.0.113.${n}` },
    });
  for (const n of times(5)) expect((await guess(n)).status).toBe(401);
  expect((await guess(6)).status).toBe(429);
});

it('a name that is guessed from everywhere is only slowed down', async () => {
  for (const _ of times(6)) await fail('whimbrel', newSource(), 2);
  await servers.one.api.person(admin, 'whimbrel');
  const before = Date.now();
  expect((await signIn('whimbrel', 'the password of whimbrel', { source: newSource() })).status).toBe(201);
  const waited = Date.now() - before;
  expect([waited > 1000, waited < 10_000]).toEqual([true, true]);
});

it('what was no failure is not counted', async () => {
  const username = await known();
  await servers.database.query('delete from aside.attempts');
  const answers = await Promise.all(times(150).map(() => right(username, { source: newSource() })));
  expect(new Set(statuses(answers))).toEqual(new Set([201, 503]));
  expect(await servers.database.query('select count from aside.attempts where count > 0')).toEqual([]);
});

it('nothing that was tried is stored or logged, and its digest goes with its time', async () => {
  await fail('godwit', newSource(), 1);
  const rows = await servers.database.query<{ key: Buffer }>('select key from aside.attempts');
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ key }) => key.length))).toEqual(new Set([32]));
  const guessed = createHash('sha256').update('godwit').digest('hex');
  expect(rows.map(({ key }) => key.toString('hex'))).not.toContain(guessed);
  for (const server of [servers.one, servers.two])
    for (const text of ['godwit', 'guess', '10.11.']) expect(server.output()).not.toContain(text);
  await servers.database.query('update aside.attempts set ends_at = now()');
  const ledger = await openTestLedger(servers.database, servers.keysFile);
  await forgetOldAttempts(ledger.pool);
  await ledger.close();
  expect(await servers.database.query('select key from aside.attempts')).toEqual([]);
});

it('a source that fails with ever new names is refused, and no other source with it', async () => {
  const source = newSource();
  const username = await known();
  const guesses = await concurrently(20, times(320), async () => signIn(await unknown(), 'a guess', { source }));
  expect(new Set(statuses(guesses))).toEqual(new Set([401, 429]));
  const refused = await right(username, { source, server: 'two' });
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await right(username, { source: newSource(), server: 'two' })).status).toBe(201);
});
