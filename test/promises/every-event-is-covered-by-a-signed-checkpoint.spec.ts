import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962 section 2.1, word for word. */
function treeHash(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** C2SP signed-note and tlog-checkpoint, read without the server's own code; throws for any other note. */
function opened(note: string, vkey: string): Checkpoint {
  const [name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)!.slice(1) as [string, string, string];
  const typed = Buffer.from(key, 'base64');
  assert.equal(typed[0], 1, 'the key is not for Ed25519');
  assert.equal(sha256(Buffer.from(`${name}\n`), typed).toString('hex', 0, 4), id, 'the key is not the one it is named');
  const [text, signer, encoded] = /^((?:.+\n)+)\n— (\S+) (\S+)\n$/.exec(note)!.slice(1) as [string, string, string];
  const signature = Buffer.from(encoded, 'base64');
  assert.deepEqual([signer, signature.toString('hex', 0, 4)], [name, id], 'somebody else has signed');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.toString('base64url', 1) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  assert(verify(null, Buffer.from(text), publicKey, signature.subarray(4)), 'the signature does not verify');
  const [origin, size, root, ...rest] = text.split('\n');
  assert.deepEqual(rest, [''], 'a checkpoint has three lines');
  return { origin: origin!, size: Number(size), root: root! };
}

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
