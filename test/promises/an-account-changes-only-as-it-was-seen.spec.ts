import type { Answer } from '../support/api.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

let named = 0;
const account = async (wanted: object = {}): Promise<string> =>
  (await servers.one.api.post('/v1/users', admin, { username: `n${++named}`, kind: 'person', ...wanted })).body.id;
const shown = (id: string, server: 'one' | 'two' = 'one'): Promise<Answer> =>
  servers[server].api.get(`/v1/users/${id}`, admin);
const tagOf = ({ headers }: Answer): string => headers.get('etag')!;
const tag = async (id: string): Promise<string> => tagOf(await shown(id));
const change = (id: string, seen: string, body: object, more: { server?: 'one' | 'two'; token?: string } = {}) =>
  servers[more.server ?? 'one'].api.ask('PATCH', `/v1/users/${id}`, {
    token: more.token ?? admin,
    headers: { 'if-match': seen },
    body,
  });
const written = async (id: string): Promise<string[]> =>
  (await storedEvents(servers.database)).filter(({ stream }) => stream === `user-${id}`).map(({ event }) => event.type);

it('is shown with the tag that it changes by, and answered with the next one', async () => {
  const id = await account();
  const before = await shown(id);
  expect(tagOf(before)).toBe(`"${before.body.position}"`);
  const wanted = { enabled: false, roles: ['auditor'], email: 'ada@marsh.example' };
  const changed = await change(id, tagOf(before), wanted);
  expect(changed).toMatchObject({ status: 200, body: { status: 'disabled', roles: ['auditor'], email: wanted.email } });
  const after = await shown(id, 'two');
  expect(after.body).toEqual(changed.body);
  expect([tagOf(after), tagOf(changed) === tagOf(before)]).toEqual([tagOf(changed), false]);
  expect(await written(id)).toEqual(['UserRegistered', 'RolesChanged', 'UserDisabled', 'EmailChanged']);
});

it('is changed, and so shown, to nobody who may not see it', async () => {
  const id = await account();
  const { body } = await servers.one.api.post('/v1/tokens', admin, { name: 'blind', scopes: ['users:update'] });
  const refused = await change(id, '*', { enabled: true }, { token: body.token });
  expect(refused).toMatchObject({ status: 403, body: { detail: 'This needs the permission users:get.' } });
  expect((await change(id, '*', { enabled: false }, { token: body.token })).status).toBe(403);
  expect((await shown(id)).body.status).toBe('active');
});

it('stays as it is where nothing else was asked than what is', async () => {
  const id = await account({ email: 'ada@marsh.example' });
  const seen = await tag(id);
  const same = await change(id, seen, { enabled: true, roles: ['user', 'user'], email: 'ada@marsh.example' });
  expect([same.status, tagOf(same)]).toEqual([200, seen]);
  const less = await change(id, seen, { enabled: true, email: null });
  expect(less).toMatchObject({ status: 200, body: { email: null } });
  expect(await change(id, tagOf(less), { email: null })).toMatchObject({ status: 200, body: { email: null } });
  expect(await written(id)).toEqual(['UserRegistered', 'EmailChanged']);
});

it.each([
  ['another tag', (now: string) => now.replace('"', '"1'), 412],
  ['a tag of somebody else', () => '"abc"', 412],
  ['the weak tag', (now: string) => `W/${now}`, 412],
  ['the weak tag among others', (now: string) => `"0", W/${now} ,"1,${now.slice(1, -1)},2"`, 412],
  ['any', () => '*', 200],
  ['a list with the tag', (now: string) => `, "x" ,W/"y",,${now} ,`, 200],
])('changes as If-Match says: %s', async (_, seen, status) => {
  const id = await account();
  expect((await change(id, seen(await tag(id)), { enabled: false })).status).toBe(status);
  expect((await shown(id)).body.status).toBe(status === 200 ? 'disabled' : 'active');
});

it('is not changed by what changes nothing of the account: a session, a token', async () => {
  const { id, session } = await servers.one.api.person(admin, 'ada');
  const seen = await tag(id);
  await servers.one.api.post('/v1/tokens', session, { name: 'ci' });
  expect((await change(id, seen, { email: 'ada@marsh.example' })).status).toBe(200);
});

it('is changed by one of all who saw the same, on whichever server', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await account();
    const seen = await tag(id);
    const answers = await Promise.all(
      times(20).map((n) => change(id, seen, { email: `a${n}@b.example` }, { server: n % 2 ? 'one' : 'two' })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...times(19).map(() => 412)]);
    expect(await written(id)).toEqual(['UserRegistered', 'EmailChanged']);
  }
});

it('is deleted as it was seen, where If-Match is sent', async () => {
  const id = await account();
  const seen = await tag(id);
  await change(id, seen, { enabled: false });
  const remove = (tags: string) =>
    servers.two.api.ask('DELETE', `/v1/users/${id}`, { token: admin, headers: { 'if-match': tags } });
  expect(await remove(seen)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
  expect((await shown(id)).body.status).toBe('disabled');
  expect((await remove(await tag(id))).status).toBe(200);
  expect(await change(id, '*', { enabled: true })).toMatchObject({ status: 404 });
});

it('answers a repetition with the same Idempotency-Key, though its tag is gone', async () => {
  const id = await account();
  const headers = { 'if-match': await tag(id), 'idempotency-key': 'once' };
  const ask = () =>
    servers.one.api.ask('PATCH', `/v1/users/${id}`, { token: admin, headers, body: { enabled: false } });
  const [first, again] = [await ask(), await ask()];
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body).toEqual(first.body);
});

const scoped = async (...scopes: string[]): Promise<string> =>
  (await servers.one.api.post('/v1/tokens', admin, { name: `n${++named}`, scopes })).body.token;
const wider = (pointer: string) => ({ status: 403, body: { code: 'wider_than_held', errors: [{ pointer }] } });

describe('by somebody who holds less', () => {
  it('gets no role, address or new life, and loses no role', async () => {
    const token = await scoped('users:update', 'users:get');
    const strong = await account({ roles: ['admin'], email: 'strong@marsh.example' });
    expect(await change(strong, '*', { roles: ['admin', 'user'] }, { token })).toMatchObject(wider('/roles'));
    expect(await change(strong, '*', { roles: [] }, { token })).toMatchObject(wider('/roles'));
    expect(await change(strong, '*', { email: 'weak@marsh.example' }, { token })).toMatchObject(wider('/email'));
    expect(await change(strong, '*', { email: null }, { token })).toMatchObject(wider('/email'));
    await change(strong, '*', { enabled: false });
    expect(await change(strong, '*', { enabled: true }, { token })).toMatchObject(wider('/enabled'));
    const weak = await account({ roles: [] });
    expect(await change(weak, '*', { roles: ['admin'] }, { token })).toMatchObject(wider('/roles'));
    expect(await change(weak, '*', { email: 'weak@marsh.example' }, { token })).toMatchObject({ status: 200 });
  });

  it('is nothing that a user can do, not even of the own account', async () => {
    const { id, session } = await servers.one.api.person(admin, 'grace');
    const answer = await change(id, '*', { roles: ['admin'] }, { token: session });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
