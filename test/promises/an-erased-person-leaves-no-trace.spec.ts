import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { parseKeys } from '../../apps/server/src/keys/keys.js';
import { KeyRing } from '../../apps/server/src/keys/key-ring.js';
import { unwrap, type Wrapped } from '../../apps/server/src/keys/subject-keys.js';
import type { Answer, Ask } from '../support/api.js';
import { CommandLine } from '../support/command-line.js';
import { done } from '../support/done.js';
import { guises } from '../support/guises.js';
import { KillableDatabase } from '../support/killable-database.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { startServer, type TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { until } from '../support/until.js';

/** Everything that can be known of a person, in words that stand nowhere else. */
const PLANTED = {
  username: 'oystercatcher',
  emails: ['oystercatcher@shore.example', 'oystercatcher@dune.example'],
  passwords: ['twelve-or-more-plovers', 'twelve-or-more-avocets'],
  names: times(10).map((n) => `named knot ${n}`),
  descriptions: times(10).map((n) => `described as stint ${n}`),
  reasons: times(10).map((n) => `because of whinbird ${n}`),
  revocations: times(5).map((n) => `ended for ringed ${n}`),
  agents: times(4).map((n) => `phalarope-browser/${n}`),
  ips: times(4).map((n) => `203.0.113.${100 + n}`),
  holds: ['kept for the sanderling case', 'the sanderling case is settled'],
};
const VALUES = Object.values(PLANTED).flat();

let database: KillableDatabase;
let server: TestServer;
let admin: string;
let person: string;
let tokens: readonly string[];
const folder = mkdtempSync(join(tmpdir(), 'tokenledger-erased-'));
let cli: CommandLine;
let began = 0;

beforeAll(async () => {
  database = await KillableDatabase.start();
  began = Date.now();
  const env = { LOG_LEVEL: 'trace', TRUSTED_PROXIES: '127.0.0.1' };
  server = await startServer({ databaseUrl: database.url, env });
  cli = new CommandLine(server.api.url);
  admin = await server.api.signIn();
  await live();
});

afterAll(async () => {
  cli?.remove();
  rmSync(folder, { recursive: true });
  await server?.stop();
  await database?.stop();
});

/** From another place each time. */
const ask = (method: string, path: string, n: number, options: Ask = {}): Promise<Answer> =>
  server.api.ask(method, path, {
    ...options,
    headers: {
      ...options.headers,
      'user-agent': PLANTED.agents[n % PLANTED.agents.length]!,
      'x-forwarded-for': PLANTED.ips[n % PLANTED.ips.length]!,
    },
  });

async function live(): Promise<void> {
  const { username, emails, passwords, names, descriptions, reasons, revocations } = PLANTED;
  const account = { username, email: emails[0], kind: 'person', password: passwords[0] };
  person = done(await server.api.post('/v1/users', admin, account)).body.id;
  const [email, seen] = [{ email: emails[1] }, { 'if-match': '*' }];
  done(await server.api.ask('PATCH', `/v1/users/${person}`, { token: admin, body: email, headers: seen }));
  const signIn = async (password: string): Promise<string> =>
    done(await ask('POST', '/v1/sessions', 0, { body: { username, password } })).body.token;
  const [current, wanted] = passwords as [string, string];
  done(await ask('POST', '/v1/me/password', 1, { token: await signIn(current), body: { current, new: wanted } }));
  const session = await signIn(wanted);
  const issued = names.map(async (name, n) => {
    const body = { name, description: descriptions[n], reason: reasons[n], format: n % 2 ? 'jwt' : 'opaque' };
    const { token, id } = done(await ask('POST', '/v1/tokens', n, { token: session, body })).body;
    done(await ask('GET', '/v1/me', n, { token }));
    return id;
  });
  tokens = await Promise.all(issued);
  for (const [n, reason] of revocations.entries())
    done(await server.api.post(`/v1/tokens/${tokens[n]}/revoke`, admin, { reason }));
  done(await ask('POST', `/v1/tokens/${tokens[9]}/rotate`, 3, { token: session, body: { graceSeconds: 60 } }));
  const used = `select count(*)::int as n from aside.token_use where ip is not null`;
  await until(async () => (await database.query<{ n: number }>(used))[0]!.n > 10);
}

/** Those that have been written to since the database was there. */
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => statSync(file).mtimeMs >= began);

/** Every row of every table: what a file holds may be compressed. */
async function dump(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`)),
  );
  const entries = (await storedEvents(database)).map(({ entry }) => entry.toString());
  return [...rows.flat().map(({ row }) => row), ...entries].join('\n');
}

/** Which of the values stand where anybody can read them. */
async function traces(...texts: readonly string[]): Promise<string[]> {
  await database.query('checkpoint');
  const files = [...filesIn(database.directory), ...filesIn(server.dataDir), ...filesIn(folder)];
  const said = [...texts, await dump(), server.output()];
  const found = (needle: string): boolean =>
    said.some((text) => text.includes(needle)) || contents.some((bytes) => bytes.includes(needle));
  const contents = files.map((file) => readFileSync(file));
  // What does stand there is found.
  expect([found('"type":"TokenIssued"'), found(person)]).toEqual([true, true]);
  return VALUES.filter((value) => guises(value).some(found));
}

/** Whoever has this file. Nothing has to be asked of a database. */
const ringOf = (keys: string) => new KeyRing(parseKeys(keys), new pg.Pool());
const erasure = async () => done(await server.api.get(`/v1/users/${person}/erasure`, admin)).body;
const keysFile = (): string => `${server.dataDir}/keys.json`;

const act = (verb: string, body?: object): Promise<Answer> =>
  server.api.post(`/v1/users/${person}/${verb}`, admin, body);

/** Whatever the server tells of the person, in one text. */
async function told(): Promise<string> {
  const paths = [
    `/v1/users/${person}`,
    '/v1/users?status=all&limit=500',
    `/v1/users/${person}/history`,
    `/v1/tokens?owner=${person}&state=all&limit=500`,
    ...tokens.flatMap((id) => [`/v1/tokens/${id}`, `/v1/tokens/${id}/history`]),
    '/v1/audit/events?limit=500',
    '/v1/audit/state/users?at=10000&limit=500',
    '/v1/audit/state/tokens?at=10000&limit=500',
    '/v1/audit/diff?from=0&to=10000',
    '/metrics',
    '/health/ready',
    '/health/integrity',
  ].map((path) => path.replace('10000', String(last)));
  const answers = await Promise.all(paths.map((path) => server.api.get(path, admin)));
  return answers.map((answer) => JSON.stringify(done(answer).body)).join('\n');
}
let last = 0;

it('is fifty things that are known of somebody, and told to whoever may know', async () => {
  expect(VALUES).toHaveLength(50);
  last = (await storedEvents(database)).length - 1;
  const answers = await told();
  const untold = VALUES.filter((value) => !answers.includes(value));
  expect(untold.toSorted()).toEqual([...PLANTED.passwords, ...PLANTED.holds].toSorted());
});

it('stands in plain text nowhere, at any time: no file, WAL, table, log line or export', async () => {
  await cli.ok(['export', join(folder, 'before')], { env: { TOKENLEDGER_TOKEN: admin } });
  expect(await traces()).toEqual([]);
});

it('is not erased before access has ended', async () => {
  expect(await act('erase')).toMatchObject({ status: 409, body: { code: 'not_deleted' } });
});

it('is kept by a legal hold, which says why in the log', async () => {
  const [placed, settled] = PLANTED.holds;
  done(await act('hold', { reason: placed }));
  done(await server.api.delete(`/v1/users/${person}`, admin));
  expect(await act('erase')).toMatchObject({ status: 409, body: { code: 'under_legal_hold' } });
  expect(await act('hold', { reason: placed })).toMatchObject({ status: 409, body: { code: 'under_legal_hold' } });
  expect(done(await act('release', { reason: settled })).body.heldAt).toBeNull();
  expect(await act('release', { reason: settled })).toMatchObject({
    status: 409,
    body: { code: 'not_under_legal_hold' },
  });
  expect(await traces()).toEqual([]);
});

describe('once erased', () => {
  let erased: Answer;
  /** The person's key as it was before, wrapped, and the file with the key that had wrapped it. */
  let kept: Wrapped;
  let atOnce: object;
  let keysThen: string;

  beforeAll(async () => {
    const text = `select kid, wrapped, wrapped_by as "wrappedBy" from state.subject_keys where kid = '${person}'`;
    [kept] = (await database.query<Wrapped>(text)) as [Wrapped];
    keysThen = readFileSync(keysFile(), 'utf8');
    erased = done(await act('erase'));
    atOnce = await erasure();
    last = (await storedEvents(database)).length - 1;
  });

  it('is known to be, by a proof', async () => {
    const { userId, position, receipt } = erased.body;
    const { event } = (await storedEvents(database, position))[0]!;
    expect(userId).toBe(person);
    expect(event).toMatchObject({ type: 'UserErased', data: { userId: person } });
    expect(event.personal.filter(({ kid }: { kid: string }) => kid === person)).toEqual([]);
    expect(receipt).toContain(`index ${position}\n`);
  });

  it('is shown as [erased] by every answer', async () => {
    const answers = await told();
    expect(await traces(answers)).toEqual([]);
    expect(done(await server.api.get(`/v1/users/${person}`, admin)).body).toMatchObject({
      username: '[erased]',
      email: '[erased]',
      erasedAt: expect.any(String),
    });
    expect(answers).toContain('"name":"[erased]"');
    expect(answers).toContain('"ip":"[erased]"');
    expect(done(await server.api.get(`/v1/tokens/${tokens[0]}`, admin)).body).toMatchObject({
      name: '[erased]',
      lastUsedIp: '[erased]',
      lastUsedUserAgent: '[erased]',
    });
  });

  it('is complete once the key that had wrapped theirs is in no file, and then nothing opens what was kept', async () => {
    expect(unwrap(ringOf(keysThen), kept)).toHaveLength(32);
    expect(atOnce).toMatchObject({ completedAt: null, waitsFor: expect.stringContaining('The wrapping key') });
    await until(async () => (await erasure()).completedAt !== null, 60_000);
    expect(await erasure()).toMatchObject({ userId: person, waitsFor: null, position: erased.body.position });
    expect(() => unwrap(ringOf(readFileSync(keysFile(), 'utf8')), kept)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ refused: 'unavailable' }) }),
    );
    const [old] = JSON.parse(keysThen).wrapping as [string];
    const files = [...filesIn(database.directory), ...filesIn(server.dataDir)].map((file) => readFileSync(file));
    expect(guises(old).filter((guise) => files.some((bytes) => bytes.includes(guise)))).toEqual([]);
    expect(done(await server.api.get('/v1/me', admin)).body.username).toBe('admin');
  });

  it('is found by no name, and the name is free', async () => {
    const found = await server.api.get(`/v1/users?status=all&q=${PLANTED.username}`, admin);
    expect(found.body.items).toEqual([]);
  });

  it('leaves no digest of a name', async () => {
    const digests = `select (select count(name_digest)::int from state.tokens where owner = '${person}') as tokens,
      (select count(name_digest)::int from state.users where id = '${person}') as users`;
    expect(await database.query(digests)).toEqual([{ tokens: 0, users: 0 }]);
  });

  it('is replayed as it is', async () => {
    expect(await differencesOf({ database, keysFile: keysFile() })).toEqual(SAME);
  });

  it('is proved as before: every event verifies', async () => {
    const events = await storedEvents(database);
    const key = events[0]!.event.data.keys.log;
    await cli.ok(['export', join(folder, 'after')], { env: { TOKENLEDGER_TOKEN: admin } });
    expect(await cli.ok(['verify', join(folder, 'after'), '--key', key])).toMatch(/^OK, \d+ events/);
  });

  it('is not erased, kept or released again', async () => {
    expect(await act('erase')).toMatchObject({ status: 409, body: { code: 'already_erased' } });
    expect(await act('hold', { reason: 'too late' })).toMatchObject({ status: 409, body: { code: 'already_erased' } });
    expect(await act('release', { reason: 'too late' })).toMatchObject({ status: 409 });
    expect(await server.api.delete(`/v1/users/${person}`, admin)).toMatchObject({ status: 404 });
    const revoking = await server.api.post(`/v1/tokens/${tokens[0]}/revoke`, admin, { reason: 'too late' });
    expect(revoking).toMatchObject({ status: 409, body: { code: 'already_revoked' } });
  });

  it('never gets a key again, whoever owns the table', async () => {
    const revive = `update state.subject_keys set wrapped = '\\x00', destroyed_at = null where kid = '${person}'`;
    await expect(database.query(revive)).rejects.toThrow('stays destroyed');
    await expect(database.query('delete from state.subject_keys')).rejects.toThrow('append-only');
    const [row] = await database.query<{ wrapped: null }>(
      `select wrapped, destroyed_at from state.subject_keys where kid = '${person}'`,
    );
    expect(row).toEqual({ wrapped: null, destroyed_at: expect.any(Date) });
  });
});
