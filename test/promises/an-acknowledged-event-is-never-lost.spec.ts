import { createHash } from 'node:crypto';
import pg from 'pg';
import { type CanonicalValue, canonicalJson } from '../../apps/server/src/event-log/canonical-json.js';
import { loadKeys } from '../../apps/server/src/keys/key-file.js';
import { databasePassword } from '../../apps/server/src/keys/keys.js';
import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

afterAll(() => servers?.stop());

interface Acknowledged {
  readonly type: string;
  readonly subject: string;
  readonly position: number;
  readonly asked: number;
  readonly answered: number;
}

const CALLERS = 32;
const ROUNDS = 9;

/** 7 operations a round, each on the other server than the one before it: each is only right if it sees that one. */
async function caller(n: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const turn = (): TwoServers['one'] => servers[(acknowledged.length + n) % 2 === 0 ? 'one' : 'two'];
  const act = async (type: string, method: string, path: string, body?: object): Promise<string> => {
    const asked = performance.now();
    const answer = await turn().api.ask(method, path, { token: servers.admin, body });
    expect([200, 201]).toContain(answer.status);
    const subject: string = answer.body.id ?? answer.body.userId;
    acknowledged.push({ type, subject, position: Number(answer.body.position), asked, answered: performance.now() });
    return subject;
  };
  for (const round of times(ROUNDS)) {
    const owner = await act('UserRegistered', 'POST', '/v1/users', { username: `u${n}-${round}`, kind: 'service' });
    const issue = (name: string, format: string) => act('TokenIssued', 'POST', '/v1/tokens', { name, owner, format });
    const first = await issue('first', 'opaque');
    const second = await issue('second', 'jwt');
    await act('TokenRevoked', 'POST', `/v1/tokens/${first}/revoke`);
    await issue('third', 'opaque');
    await act('TokenRevoked', 'POST', `/v1/tokens/${second}/revoke`, { reason: 'the round is over' });
    await act('UserDeleted', 'DELETE', `/v1/users/${owner}`);
  }
  return acknowledged;
}

describe('2,016 operations of 32 callers on two servers', () => {
  let acknowledged: Acknowledged[];
  let stored: StoredEvent[];

  beforeAll(async () => {
    acknowledged = (await concurrently(CALLERS, times(CALLERS), caller)).flat();
    stored = await storedEvents(servers.database);
  });

  it('are each in the log, at the position that was answered', () => {
    expect(acknowledged).toHaveLength(CALLERS * ROUNDS * 7);
    const found = acknowledged.map(({ position }) => stored[position]?.event);
    expect(found.map((event) => [event?.type, event?.subject.id])).toEqual(
      acknowledged.map(({ type, subject }) => [type, subject]),
    );
    expect(new Set(acknowledged.map(({ position }) => position)).size).toBe(acknowledged.length);
  });

  it('take positions without a gap', () => {
    expect(stored.map(({ position }) => position)).toEqual(times(stored.length));
  });

  it('stand in the order of their commits: what was answered before another was asked has the lower position', () => {
    const asked = acknowledged.toSorted((a, b) => a.asked - b.asked);
    const answered = acknowledged.toSorted((a, b) => a.answered - b.answered);
    let highest = -1;
    let next = 0;
    for (const { asked: time, position } of asked) {
      for (; answered[next]!.answered < time; next++) highest = Math.max(highest, answered[next]!.position);
      expect(position).toBeGreaterThan(highest);
    }
  });

  it('have times with six digits that never go back', () => {
    const recorded = stored.map(({ event }) => event.recordedAt);
    for (const time of recorded) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(recorded.filter((time, n) => n > 0 && time < recorded[n - 1])).toEqual([]);
  });

  it('give every stream versions without a gap', () => {
    const next = new Map<string, number>();
    for (const { stream, version } of stored) {
      expect(version).toBe(next.get(stream) ?? 0);
      next.set(stream, version + 1);
    }
  });

  it('are stored as canonical bytes that say the same as their columns', () => {
    for (const { entry, event, position, stream, version } of stored) {
      expect(canonicalJson(event as CanonicalValue)).toBe(entry.toString());
      expect([event.position, event.stream, event.version]).toEqual([String(position), stream, String(version)]);
    }
  });

  it('have the leaf hash SHA-256(0x00 || entry)', () => {
    for (const { entry, leafHash } of stored)
      expect(createHash('sha256').update(Buffer.of(0)).update(entry).digest('hex')).toBe(leafHash.toString('hex'));
  });
});

it('a request sent to both servers at once with one Idempotency-Key is one event, and its secret is told once', async () => {
  const { one, two, admin, database } = servers;
  const rounds = await concurrently(4, times(100), async (n) => {
    const body = { name: `twice ${n}`, format: n % 2 === 0 ? 'opaque' : 'jwt' };
    const headers = { 'idempotency-key': `key-${n}` };
    const ask = ({ api }: typeof one): Promise<Answer> =>
      api.ask('POST', '/v1/tokens', { token: admin, body, headers });
    return Promise.all([ask(one), ask(two)]);
  });
  const stored = await storedEvents(database);
  for (const answers of rounds) {
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const told = answers.find(({ body }) => body.secretAvailable)!.body;
    const again = answers.find(({ body }) => !body.secretAvailable)!.body;
    const { token, ...rest } = told;
    expect(token).toEqual(expect.any(String));
    expect(again).toEqual({ ...rest, secretAvailable: false, receipt: expect.any(String) });
    expect(stored.filter(({ event }) => event.data.tokenId === told.id)).toHaveLength(1);
  }
  expect(stored.at(-1)!.position).toBe(stored.length - 1);
});

async function as(url: URL, work: (client: pg.Client) => Promise<unknown>): Promise<unknown> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The role that the servers work as. */
function serverLogin(): URL {
  const url = new URL(servers.database.url);
  url.username = `${url.pathname.slice(1)}_server`;
  url.password = databasePassword(loadKeys({ secret: undefined, file: servers.keysFile })!);
  return url;
}

describe('history', () => {
  const CHANGES = [
    'update log.event set position = position + 1000000',
    `update log.event set entry = '' where false`,
    'delete from log.event',
    'delete from log.event where position = 0',
    'truncate log.event',
    'truncate log.event, log.subtree',
    `update log.subtree set hash = ''`,
    'delete from log.subtree',
    'truncate log.subtree',
    'delete from log.head',
    'truncate log.head',
  ];
  const DEFINITIONS = [
    'create table log.mine (n int)',
    'create function log.mine() returns int language sql as $$ select 1 $$',
    'create view log.mine as select * from log.event',
    'create schema mine',
    'alter table log.event disable trigger append_only',
    'alter table log.event add column note text',
    'drop trigger append_only on log.event',
    'drop table log.event',
    'drop schema log cascade',
    'alter function log.refuse_change() rename to refuse',
    'set session_replication_role = replica',
    `create rule mine as on insert to log.event do instead nothing`,
  ];
  const DELETIONS = ['users', 'tokens', 'policy', 'subject_keys'].map((table) => `delete from state.${table}`);

  it.each([...CHANGES, ...DEFINITIONS, ...DELETIONS])('is safe from the role of the server: %s', async (statement) => {
    const attempt = as(serverLogin(), (client) => client.query(statement));
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('can be read by the role of the server, so the login was the right one', async () => {
    await as(serverLogin(), async (client) => {
      const { rows } = await client.query('select count(*)::int > 0 as found from log.event');
      expect(rows).toEqual([{ found: true }]);
    });
  });

  it.each(CHANGES)('is safe even from its owner: %s', async (statement) => {
    const attempt = as(new URL(servers.database.url), (client) => client.query(statement));
    await expect(attempt).rejects.toMatchObject({ code: '23001', message: expect.stringContaining('append-only') });
  });

  it.each(CHANGES)('is safe even from the superuser: %s', async (statement) => {
    await expect(servers.database.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
});
