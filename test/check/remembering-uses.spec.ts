import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Verdict } from '../../apps/server/src/check/check.js';
import { Uses } from '../../apps/server/src/check/uses.js';
import { Cipher } from '../../apps/server/src/keys/cipher.js';
import { Names } from '../../apps/server/src/keys/names.js';
import { SubjectKeys } from '../../apps/server/src/keys/subject-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const LATER = '2026-01-01T12:00:30.000000Z';
const HERE = { ip: '192.0.2.1', userAgent: 'gannet/2.0' };

let app: TestApp;
let owner: string;
let uses: Uses;
/** Statements that fail, from now on. */
let failures: number;
let written: number;

beforeAll(async () => {
  app = await startApp();
  owner = (await app.api.person(await app.api.signIn(), 'owner')).id;
});

afterAll(() => app?.close());

const freshUses = (): Uses => new Uses(pool, freshCipher(), app.part(Names));
const freshCipher = (): Cipher => new Cipher(app.ledger.openedAs, new SubjectKeys(app.ledger.ring, app.ledger.pool));
const pool = {
  query(statement: never) {
    if (failures-- > 0) return Promise.reject(new Error('gone'));
    written++;
    return app.ledger.pool.query(statement);
  },
} as unknown as Pool;

beforeEach(() => {
  failures = 0;
  written = 0;
  uses = freshUses();
});

afterEach(() => uses.onModuleDestroy());

const verdict = (good: boolean, token: string, at = NOON, of = owner): Verdict =>
  ({ good, token: { id: token, owner: of }, at }) as unknown as Verdict;

const used = (token: string) =>
  app.database.query<any>('select uses::int, used_at, ip, user_agent from aside.token_use where token = $1', [token]);
const refused = (token: string) =>
  app.database.query<any>(
    `select uses::int, refused_at, minute, encode(source, 'hex') as source from aside.refused_use
     where token = $1 order by minute, source`,
    [token],
  );

it('writes a use within seconds, sealed under the key of the owner', async () => {
  const token = randomUUID();
  uses.note(verdict(true, token), HERE);
  uses.note(verdict(true, token, LATER), { ...HERE, userAgent: undefined });
  await until(async () => (await used(token)).length > 0);
  const [row] = await used(token);
  expect(row).toMatchObject({ uses: 2, used_at: LATER, user_agent: null });
  expect(await freshCipher().open(row.ip, { type: 'token', id: token })).toBe(HERE.ip);
  expect(written).toBe(1);
});

it('adds to what is there, and the later place stays', async () => {
  const token = randomUUID();
  for (const [at, userAgent] of [
    [LATER, 'later'],
    [NOON, 'earlier'],
    [LATER, 'last'],
  ] as const) {
    uses.note(verdict(true, token, at), { ...HERE, userAgent });
    await uses.onModuleDestroy();
  }
  const [row] = await used(token);
  expect(row).toMatchObject({ uses: 3, used_at: LATER });
  expect(await freshCipher().open(row.user_agent, { type: 'token', id: token })).toBe('last');
  expect([row.ip.field, row.user_agent.field]).toEqual(['ip', 'userAgent']);
  uses.note(verdict(true, token, NOON), { ip: '192.0.2.9', userAgent: 'earlier' });
  await uses.onModuleDestroy();
  const [after] = await used(token);
  expect(after).toEqual({ ...row, uses: 4 });
});

it('counts refused ones by minute and digested source', async () => {
  const token = randomUUID();
  const away = { ip: '198.51.100.7', userAgent: undefined };
  uses.note(verdict(false, token), HERE);
  uses.note(verdict(false, token, LATER), HERE);
  uses.note(verdict(false, token), away);
  uses.note(verdict(false, token, '2026-01-01T12:01:00.000000Z'), HERE);
  await uses.onModuleDestroy();
  uses.note(verdict(false, token, LATER), HERE);
  await uses.onModuleDestroy();
  const rows = await refused(token);
  expect(rows.map((row) => row.uses).toSorted((one, other) => one - other)).toEqual([1, 1, 3]);
  expect(rows.map(({ minute }) => minute.toISOString())).toEqual([
    '2026-01-01T12:00:00.000Z',
    '2026-01-01T12:00:00.000Z',
    '2026-01-01T12:01:00.000Z',
  ]);
  expect(new Set(rows.map(({ source }) => source)).size).toBe(2);
  expect(rows.find((row) => row.uses === 3)!.refused_at).toBe(LATER);
  expect(await used(token)).toEqual([]);
});

it('keeps nothing of a text that is no token', async () => {
  uses.note({ good: false, why: 'unknown' }, HERE);
  await uses.onModuleDestroy();
  expect(written).toBe(0);
});

it('keeps of somebody forgotten only that it was used', async () => {
  const token = randomUUID();
  const forgotten = randomUUID();
  uses.note(verdict(true, token, NOON, forgotten), HERE);
  await uses.onModuleDestroy();
  const erased = (field: string) => ({ kid: forgotten, field, ct: '' });
  expect(await used(token)).toEqual([{ uses: 1, used_at: NOON, ip: erased('ip'), user_agent: erased('userAgent') }]);
});

it('loses nothing while the database is away, and takes one turn after the other', async () => {
  const token = randomUUID();
  failures = 2;
  uses.note(verdict(true, token), HERE);
  uses.note(verdict(false, token), HERE);
  await until(async () => failures <= 0);
  uses.note(verdict(true, token, LATER), HERE);
  await until(async () => (await used(token)).length > 0);
  expect(await used(token)).toMatchObject([{ uses: 2, used_at: LATER }]);
  expect(await refused(token)).toHaveLength(1);
  expect(written).toBe(1);
});

/** Uses whose hours pass when the spec says so. */
function withHours(): { readonly remembering: Uses; readonly hourPasses: () => void } {
  const passing: (() => void)[] = [];
  const { setInterval } = globalThis;
  globalThis.setInterval = ((work: () => void, milliseconds: number) => {
    expect(milliseconds).toBe(3_600_000);
    passing.push(work);
    return setInterval(() => undefined, milliseconds);
  }) as typeof setInterval;
  const remembering = freshUses();
  globalThis.setInterval = setInterval;
  const hourPasses = () => {
    for (const work of passing) work();
  };
  return { remembering, hourPasses };
}

it('forgets within an hour what was refused 30 days ago, or an hour later if it fails', async () => {
  const [old, recent] = [randomUUID(), randomUUID()];
  const insert = `insert into aside.refused_use (token, source, minute, uses, refused_at)
    values ($1, '', now() - $2::interval, 1, '${NOON}')`;
  await app.database.query(insert, [old, '30 days 1 minute']);
  await app.database.query(insert, [recent, '29 days 23 hours']);
  const { remembering, hourPasses } = withHours();
  failures = 1;
  hourPasses();
  await until(async () => failures === 0);
  expect(await refused(old)).toHaveLength(1);
  hourPasses();
  await until(async () => (await refused(old)).length === 0);
  expect(await refused(recent)).toHaveLength(1);
  await remembering.onModuleDestroy();
});
