import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { opened } from '../support/opened-checkpoint.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { treeHash } from '../support/tree-hash.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

/** What one snapshot of the database says of where the log ends, and of rows that do not agree with their events. */
const SNAPSHOT = `
  select (select max(position) + 1 from log.event)::int as events,
    size::int, split_part(checkpoint, E'\\n', 2)::int as signed,
    (select count(*) from log.event e
     where convert_from(entry, 'UTF8')::jsonb ->> 'type' = 'TokenIssued'
       and not exists (select from state.tokens t where t.issued_position = e.position))::int as "issuedWithoutRow",
    (select count(*) from log.event e
     where convert_from(entry, 'UTF8')::jsonb ->> 'type' = 'TokenRevoked'
       and not exists (select from state.tokens t where t.ended_position = e.position and t.status = 'revoked'))::int
       as "revokedWithoutRow",
    (select count(*) from log.event e
     where convert_from(entry, 'UTF8')::jsonb ->> 'type' = 'UserRegistered'
       and not exists (select from state.users u
                       where u.id::text = convert_from(entry, 'UTF8')::jsonb #>> '{data,userId}'))::int
       as "registeredWithoutRow",
    ((select coalesce(max(issued_position), 0) from state.tokens) < size)::boolean as "noRowAhead"
  from log.head`;

let servers: TwoServers;
const notes: string[] = [];
const snapshots: Record<string, unknown>[] = [];
const uncovered: unknown[] = [];
let stored: StoredEvent[];
let vkey: string;

const asked = async (n: number, method: string, path: string, body?: object): Promise<Answer> => {
  const [here, there] = n % 2 === 0 ? [servers.one, servers.two] : [servers.two, servers.one];
  const answer = await here.api.ask(method, path, { token: servers.admin, body });
  await Promise.all([here, there].map(({ api }) => expectCovered(api, answer)));
  return answer;
};

async function expectCovered(api: TwoServers['one']['api'], { body }: Answer): Promise<void> {
  const note: string = (await api.get('/log/checkpoint')).body;
  notes.push(note);
  if (!(Number(note.split('\n')[1]) > Number(body.position))) uncovered.push({ note, position: body.position });
}

async function work(n: number): Promise<void> {
  const { body: account } = await asked(n, 'POST', '/v1/users', { username: `u${n}`, kind: 'service' });
  const { body: token } = await asked(n + 1, 'POST', '/v1/tokens', { name: 'a', owner: account.id, format: 'opaque' });
  await asked(n, 'POST', '/v1/tokens', { name: 'b', owner: account.id });
  await asked(n + 1, 'POST', `/v1/tokens/${token.id}/revoke`);
  if (n % 3 === 0) await asked(n, 'DELETE', `/v1/users/${account.id}`);
}

/** Looks into the database, over and over, until `done`. */
async function sample(done: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: servers.database.url });
  await client.connect();
  for (;;) {
    await client.query('begin isolation level repeatable read read only');
    snapshots.push((await client.query(SNAPSHOT)).rows[0]);
    await client.query('commit');
    if (done.aborted) break;
    await sleep(20);
  }
  await client.end();
}

beforeAll(async () => {
  servers = await startTwoServers();
  const done = new AbortController();
  const sampling = sample(done.signal);
  await concurrently(12, times(90), work);
  done.abort();
  await sampling;
  stored = await storedEvents(servers.database);
  vkey = stored[0]!.event.data.keys.log;
});

afterAll(() => servers?.stop());

it('whoever has an answer finds a larger checkpoint on either server', () => {
  expect(notes.length).toBeGreaterThan(500);
  expect(uncovered).toEqual([]);
});

it('every checkpoint is signed with the key that event 0 names', () => {
  for (const note of new Set(notes)) expect(opened(note, vkey).origin).toBe('tokens.test');
});

it('a changed checkpoint is not signed', () => {
  const note = notes.at(-1)!;
  expect(() => opened(note.replace(/\n\d+\n/, '\n1\n'), vkey)).toThrow('the signature does not verify');
});

it('the newest checkpoint is over every event there is', async () => {
  const checkpoint = opened((await servers.two.api.get('/log/checkpoint')).body, vkey);
  const root = treeHash(stored.map(({ entry }) => entry)).toString('base64');
  expect(checkpoint).toEqual({ origin: 'tokens.test', size: stored.length, root });
});

it('every earlier checkpoint is over the beginning of the same log', () => {
  const entries = stored.map(({ entry }) => entry);
  const earlier = new Map([...new Set(notes)].map((note) => [note, opened(note, vkey)]));
  // One size, one root: a log that forks signs two.
  expect(new Set([...earlier.values()].map(({ size }) => size)).size).toBe(earlier.size);
  expect(earlier.size).toBeGreaterThan(50);
  for (const { size, root } of earlier.values()) expect(treeHash(entries.slice(0, size)).toString('base64')).toBe(root);
});

it('at every moment events, checkpoint and read models are of one commit', () => {
  expect(snapshots.length).toBeGreaterThan(20);
  expect(new Set(snapshots.map(({ size }) => size)).size).toBeGreaterThan(10);
  for (const { events, size, signed, ...rows } of snapshots) {
    expect([size, signed]).toEqual([events, events]);
    expect(rows).toEqual({ issuedWithoutRow: 0, revokedWithoutRow: 0, registeredWithoutRow: 0, noRowAhead: true });
  }
});
