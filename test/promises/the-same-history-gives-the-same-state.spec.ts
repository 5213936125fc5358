import type { Api } from '../support/api.js';
import { CommandLine, type Ran } from '../support/command-line.js';
import { concurrently } from '../support/concurrently.js';
import { done } from '../support/done.js';
import { type Home, newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { startServer, type TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';

let home: Home;
let server: TestServer;
let admin: string;
let leaver: { id: string; session: string };
let revoked: { id: string; token: string };
const cli = new CommandLine('');

beforeAll(async () => {
  home = await newHome();
  server = await home.start();
  admin = await server.api.signIn();
  await live(server.api);
});

afterAll(async () => {
  cli.remove();
  await removeHomes();
});

/** Something of everything that can happen. */
async function live(api: Api): Promise<void> {
  leaver = await api.person(admin, 'leaver');
  const stays = await api.person(admin, 'stays', ['auditor']);
  const { body: service } = await api.post('/v1/users', admin, { username: 'ci', kind: 'service' });
  const issue = async (name: string, more: object = {}) =>
    (await api.post('/v1/tokens', admin, { name, ...more })).body;
  for (const owner of [leaver.id, service.id]) for (const n of times(5)) await issue(`number ${n}`, { owner });
  revoked = await issue('to be revoked', { format: 'opaque' });
  const rotated = await issue('to be rotated', { owner: service.id, scopes: ['tokens:introspect'] });
  done(await api.post(`/v1/tokens/${rotated.id}/rotate`, admin, { graceSeconds: 3600 }));
  done(await api.post(`/v1/tokens/${revoked.id}/revoke`, admin, { reason: 'a reason' }));
  const changed = await api.post('/v1/me/password', stays.session, {
    current: 'the password of stays',
    new: 'another password of stays',
  });
  done(changed);
  done(await api.delete(`/v1/users/${leaver.id}`, admin));
  await api.person(admin, 'leaver');
  await api.get('/v1/audit/events?type=TokenIssued', admin);
}

const settings = () => ({ DATABASE_URL: home.database.url, DATA_DIR: home.dataDir });
const replay = (...args: string[]): Promise<Ran> => cli.run(['replay', ...args], { env: settings() });
const SAME = expect.objectContaining({ code: 0, stderr: '' });

describe('a replay', () => {
  it('comes to every row, beside a server that runs', async () => {
    const { code, stdout } = await replay();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ events, replayed from the first one\nstate\.users +5 rows {2}as the log has them\n/);
    expect(stdout.match(/as the log has them/g)).toHaveLength(8);
  });

  it('tells a program', async () => {
    const told = JSON.parse((await replay('--json')).stdout);
    expect(told).toMatchObject({ ok: true, swapped: false });
    expect(told.models.map(({ model }: { model: string }) => model)).toEqual([
      'state.users',
      'state.tokens',
      'state.policy',
      'state.integrity',
      'state.keys',
      'state.permissions',
      'state.projects',
      'views.trail',
    ]);
  });

  it('is not misled by what happens meanwhile', async () => {
    const over = new AbortController();
    const busy = concurrently(4, times(4), async (n) => {
      for (let i = 0; !over.signal.aborted; i++)
        await server.api.post('/v1/tokens', admin, { name: `meanwhile ${n} ${i}` });
    });
    for (const _ of times(3)) expect(await replay()).toEqual(SAME);
    over.abort();
    await busy;
  });

  it('also finds the database that a server keeps for itself, running or not', async () => {
    const dataDir = temporaryDataDir();
    const own = await startServer({ dataDir });
    await own.api.signIn();
    const beside = () => cli.run(['replay'], { env: { DATA_DIR: dataDir } });
    expect(await beside()).toEqual(SAME);
    await own.stop();
    expect(await beside()).toEqual(SAME);
  });
});

describe('a row that is not what the log says', () => {
  const forgeries: [string, string, string][] = [
    [
      'a revocation taken back',
      `update state.tokens set status = 'live', cause = null where id = '$revoked'`,
      'cause, status',
    ],
    [
      'a token that nobody issued',
      `insert into state.tokens (select (jsonb_populate_record(t, jsonb_build_object(
      'id', '0198c0de-0000-7000-8000-000000000000', 'name_digest', null, 'secret_digest', null))).* from state.tokens t
      where id = '$revoked')`,
      'is not in the log',
    ],
    ['a token that is gone', `delete from state.tokens where id = '$revoked'`, 'is missing'],
    ['a role that nobody gave', `update state.users set roles = '{admin}' where id = '$leaver'`, 'roles'],
    ['a policy that nobody set', `update state.policy set policy = policy || '{"maximumLifetime": 1}'`, 'policy'],
    ['an event that is not in the trail', `delete from views.trail where position = 5`, 'is missing'],
    ['an event under another name', `update views.trail set actor = 'system' where position = 5`, 'actor'],
  ];

  it.each(forgeries)('is found: %s', async (_, forgery, words) => {
    await home.database.query(forgery.replaceAll('$revoked', revoked.id).replaceAll('$leaver', leaver.id));
    const found = await replay();
    expect(found).toMatchObject({ code: 1, stderr: expect.stringContaining('not what the log says') });
    expect(found.stdout).toContain('1 DIFFERENT');
    expect(found.stdout).toContain(words);
    const again = await replay('--json');
    expect([again.code, JSON.parse(again.stdout).ok]).toEqual([1, false]);
    expect(await replay('--swap')).toMatchObject({ code: 0, stdout: expect.stringContaining('has been replaced') });
    expect(await replay()).toEqual(SAME);
  });

  it('counts no more once it has been replaced', async () => {
    await home.database.query(`update state.tokens set status = 'live', cause = null where id = '${revoked.id}'`);
    expect(await server.api.introspect(admin, revoked.token)).toMatchObject({ active: true });
    await replay('--swap');
    expect(await server.api.introspect(admin, revoked.token)).toEqual({ active: false });
  });

  it('is in the log when it was replaced', async () => {
    const replaced = (await storedEvents(home.database)).filter(({ event }) => event.type === 'StateReplaced');
    expect(replaced).toHaveLength(forgeries.length + 1);
    expect(replaced.at(-1)!.event).toMatchObject({
      actor: { type: 'system', id: 'replay' },
      data: { models: [{ model: 'state.tokens', rows: 1 }] },
    });
  });
});

it('where a name does not open, it cannot be told', async () => {
  const events = await storedEvents(home.database);
  const { position } = events.findLast(({ event }) => JSON.stringify(event.personal).includes('"field":"name"'))!;
  const changed = (from: string, to: string) =>
    home.database.query(`set session_replication_role = replica; update log.event
      set entry = convert_to(replace(convert_from(entry, 'UTF8'), '${from}', '${to}'), 'UTF8') where position = ${position}`);
  await changed('"ct":"', '"ct":"AAAA');
  expect(await replay()).toMatchObject({ code: 2 });
  await changed('"ct":"AAAA', '"ct":"');
  expect(await replay()).toEqual(SAME);
});

it('without a log, or with other keys, it cannot be told', async () => {
  const nowhere = await cli.run(['replay'], { env: { DATA_DIR: temporaryDataDir() } });
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no database') });
  const keyless = await cli.run(['replay'], { env: { ...settings(), DATA_DIR: temporaryDataDir() } });
  expect(keyless).toMatchObject({ code: 2, stderr: expect.stringContaining('KEYS_FILE') });
  expect(await replay('--what')).toMatchObject({ code: 2 });
});
