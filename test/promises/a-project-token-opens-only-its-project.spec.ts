import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/api.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';
import { until } from '../support/until.js';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

let count = 0;
const rule = (object: string, action = 'get', effect = 'allow') => ({
  resource: 'applications',
  action,
  object,
  effect,
});

const setRole = (name: string, role: string, rules: object[], token = admin): Promise<Answer> =>
  servers.one.api.ask('PUT', `/v1/projects/${name}/roles/${role}`, { token, body: { rules } });

/** A project with a role that may get its applications. */
async function project(): Promise<string> {
  const name = `shop-${count++}`;
  expect((await servers.one.api.post('/v1/projects', admin, { name })).status).toBe(201);
  expect((await setRole(name, 'viewer', [rule(`${name}/*`)])).status).toBe(200);
  return name;
}

const issue = (name: string, role = 'viewer', body: object = {}, token = admin): Promise<Answer> =>
  servers.one.api.post(`/v1/projects/${name}/roles/${role}/tokens`, token, body);

async function issued(name: string, role = 'viewer', body: object = {}): Promise<{ id: string; token: string }> {
  const answer = await issue(name, role, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

async function canI(token: string, words: string): Promise<boolean> {
  const [resource = '', action = '', object = '*'] = words.split(' ');
  const { body } = await servers.two.api.get(`/v1/can-i?${new URLSearchParams({ resource, action, object })}`, token);
  return body.allowed ?? false;
}

const isGood = async (token: string): Promise<boolean> => (await servers.two.api.introspect(admin, token)).active;

const revoke = (name: string, body: object): Promise<Answer> =>
  servers.one.api.post(`/v1/projects/${name}/roles/viewer/tokens/revoke`, admin, body);

/** The second of its issue. */
const secondOf = async (id: string) =>
  Math.floor(Date.parse((await servers.one.api.get(`/v1/tokens/${id}`, admin)).body.issuedAt) / 1000);

describe('a token of a role', () => {
  it.each(['jwt', 'opaque'])('does what the role may do in its project, and nothing else: %s', async (format) => {
    const name = await project();
    const other = await project();
    const { token } = await issued(name, 'viewer', { format });
    expect(await canI(token, `applications get ${name}/web`)).toBe(true);
    expect(await canI(token, `projects get ${name}`)).toBe(true);
    for (const words of [
      `applications get ${other}/web`,
      `applications sync ${name}/web`,
      'applications get *',
      `projects get ${other}`,
      `projects update ${name}`,
      'users get *',
      'policy get limits',
    ])
      expect([words, await canI(token, words)]).toEqual([words, false]);
    const status = async (path: string) => (await servers.two.api.get(path, token)).status;
    expect(await status(`/v1/projects/${name}`)).toBe(200);
    for (const path of [`/v1/projects/${other}`, '/v1/users', '/v1/tokens', '/v1/me', '/v1/audit/events'])
      expect([path, await status(path)]).toEqual([path, 403]);
    expect((await servers.two.api.get('/v1/projects', token)).body.items.map((one: any) => one.name)).toEqual([name]);
    expect((await issue(name, 'viewer', {}, token)).status).toBe(403);
    expect(await servers.two.api.introspect(admin, token)).toMatchObject({
      active: true,
      sub: `proj:${name}:viewer`,
      groups: [],
    });
  });

  it('follows its role at the next check', async () => {
    const name = await project();
    const { token } = await issued(name);
    await setRole(name, 'viewer', [rule(`${name}/*`), rule(`${name}/*`, 'sync'), rule(`${name}/secret`, '*', 'deny')]);
    expect(await canI(token, `applications sync ${name}/web`)).toBe(true);
    expect(await canI(token, `applications get ${name}/secret`)).toBe(false);
    await setRole(name, 'viewer', []);
    expect(await canI(token, `applications get ${name}/web`)).toBe(false);
    expect(await isGood(token)).toBe(true);
  });

  it('is listed, with its name, and shown by its id', async () => {
    const name = await project();
    const { id } = await issued(name, 'viewer', { name: 'pipeline', description: 'of the shop', expiresIn: 3600 });
    const nameless = await issued(name);
    const { body } = await servers.two.api.get(`/v1/projects/${name}/roles/viewer/tokens`, admin);
    expect(body.items).toMatchObject([
      { id: nameless.id, name: nameless.id, kind: 'project', role: `proj:${name}:viewer` },
      { id, name: 'pipeline', description: 'of the shop', state: 'active' },
    ]);
    expect((await servers.two.api.get(`/v1/tokens/${id}`, admin)).body).toMatchObject({
      name: 'pipeline',
      kind: 'project',
    });
    expect((await issue(name, 'viewer', { name: 'pipeline' })).body.code).toBe('name_taken');
  });

  it('lives within the policy', async () => {
    const name = await project();
    expect((await issue(name, 'viewer', { expiresIn: 'never' })).body.code).toBe('lifetime_exceeds_policy');
    expect((await issue(name, 'viewer', { expiresIn: 91 * 86_400 })).body.code).toBe('lifetime_exceeds_policy');
  });

  it('is refused after its end, and counted out', async () => {
    const name = await project();
    const { id, token } = await issued(name, 'viewer', { expiresIn: 1 });
    await until(async () => !(await isGood(token)));
    const { api } = servers.two;
    const liveTokens = async (): Promise<number> => (await api.get(`/v1/projects/${name}`, admin)).body.liveTokens;
    await until(async () => (await liveTokens()) === 0, 40_000);
    expect((await api.get(`/v1/tokens/${id}`, admin)).body.state).toBe('expired');
  });

  it('is nobody’s: whoever issued it may go, and is told that it lives on', async () => {
    const name = await project();
    const { id: userId, session } = await servers.one.api.person(admin, `minter-${name}`, ['admin']);
    const { body: token } = await issue(name, 'viewer', {}, session);
    const { body } = await servers.one.api.delete(`/v1/users/${userId}`, admin);
    expect(body.projectTokens).toEqual([{ id: token.id, role: `proj:${name}:viewer`, issuedAt: token.issuedAt }]);
    expect(await isGood(token.token)).toBe(true);
  });
});

describe('revoked', () => {
  it('is a token by its id', async () => {
    const name = await project();
    const [first, second] = [await issued(name), await issued(name)];
    expect((await revoke(name, { id: first.id, reason: 'lost', cause: 'leaked' })).status).toBe(200);
    expect([await isGood(first.token), await isGood(second.token)]).toEqual([false, true]);
    expect((await revoke(name, { id: first.id })).status).toBe(404);
    expect((await servers.one.api.post(`/v1/tokens/${second.id}/revoke`, admin)).status).toBe(200);
    expect(await isGood(second.token)).toBe(false);
  });

  it('is one by the second of its issue; of two, both are named and none is guessed', async () => {
    const name = await project();
    await sleep(1050 - (Date.now() % 1000));
    const [first, second] = [await issued(name), await issued(name)];
    const issuedAt = await secondOf(first.id);
    expect(await secondOf(second.id)).toBe(issuedAt);
    const { status, body } = await revoke(name, { issuedAt });
    expect([status, body.code]).toEqual([409, 'ambiguous']);
    for (const { id } of [first, second]) expect(body.detail).toContain(id);
    expect([await isGood(first.token), await isGood(second.token)]).toEqual([true, true]);
    await revoke(name, { id: first.id });
    expect((await revoke(name, { issuedAt })).body).toMatchObject({ id: second.id });
    expect((await revoke(name, { issuedAt })).status).toBe(404);
  });

  it.each([
    {},
    { id: 'x' },
    { issuedAt: 1.5 },
    { issuedAt: '1' },
    { id: '0198c0de-0000-7000-8000-000000000000', issuedAt: 1 },
  ])('is nothing by %j', async (body) => {
    expect((await revoke(await project(), body)).status).toBe(400);
  });

  it('is one by whoever holds it', async () => {
    const { token } = await issued(await project());
    expect((await servers.two.api.ask('POST', '/v1/tokens/revoke-leaked', { body: { token } })).status).toBe(202);
    expect(await isGood(token)).toBe(false);
  });

  it.each(['role', 'project'])(
    'are all tokens with their %s, in the same commit, and none comes back',
    async (what) => {
      const name = await project();
      const tokens = [await issued(name), await issued(name)];
      await setRole(name, 'other', [rule(`${name}/*`)]);
      const other = await issued(name, 'other');
      const path = what === 'role' ? `/v1/projects/${name}/roles/viewer` : `/v1/projects/${name}`;
      const { body } = await servers.one.api.delete(path, admin);
      expect(body.revokedTokens).toBe(what === 'role' ? 2 : 3);
      const position = Number(body.position);
      const behind = (await storedEvents(servers.database)).slice(position, position + 1 + body.revokedTokens);
      expect(behind.map(({ event }) => [event.type, event.data.cause])).toEqual([
        [what === 'role' ? 'ProjectRoleRemoved' : 'ProjectDeleted', undefined],
        ...times(body.revokedTokens).map(() => ['TokenRevoked', what === 'role' ? 'role_removed' : 'project_deleted']),
      ]);
      for (const { token } of tokens) expect(await isGood(token)).toBe(false);
      expect(await isGood(other.token)).toBe(what === 'role');
      await servers.one.api.post('/v1/projects', admin, { name });
      await setRole(name, 'viewer', [rule(`${name}/*`)]);
      for (const { token } of tokens) expect(await isGood(token)).toBe(false);
    },
  );
});

describe('nobody', () => {
  it('makes a role, or a token, that reaches beyond what they hold', async () => {
    const name = await project();
    const { session } = await servers.one.api.person(admin, `owner-of-${name}`, []);
    const policy = `p, owner-of-${name}, projects, *, ${name}, allow\np, owner-of-${name}, applications, get, ${name}/*, allow\n`;
    const put = { token: admin, headers: { 'if-match': '*' }, body: { policy } };
    expect((await servers.one.api.ask('PUT', '/v1/policy/permissions', put)).status).toBe(200);
    expect((await issue(name, 'viewer', {}, session)).status).toBe(201);
    expect((await setRole(name, 'mine', [rule(`${name}/web`)], session)).status).toBe(200);
    const wider = await setRole(name, 'mine', [rule(`${name}/*`, 'sync')], session);
    expect([wider.status, wider.body.code]).toEqual([403, 'wider_than_held']);
    await setRole(name, 'syncer', [rule(`${name}/*`, 'sync')]);
    const minted = await issue(name, 'syncer', {}, session);
    expect([minted.status, minted.body.code]).toEqual([403, 'wider_than_held']);
    const key = (await servers.one.api.post('/v1/tokens', admin, { name: `key ${name}` })).body.token;
    expect((await issue(name, 'viewer', {}, key)).status).toBe(403);
  });

  it.each([
    [{ resource: 'users', action: 'get', object: 'x/*', effect: 'allow' }],
    [{ resource: 'applications', action: 'get', object: '*', effect: 'allow' }],
    [{ resource: 'applications', action: 'get', object: 'other/*', effect: 'allow' }],
    [{ resource: 'applications', action: 'get', object: '{shop,other}/*', effect: 'allow' }],
    [{ resource: 'applications', action: 'fly', object: 'PROJECT/*', effect: 'allow' }],
    [{ resource: 'applications', action: 'get', object: 'PROJECT/[', effect: 'allow' }],
    [{ resource: 'applications', action: 'get', object: 'PROJECT/*', effect: 'maybe' }],
  ])('makes a role that speaks of %j', async (bad) => {
    const name = await project();
    const told = { ...bad, object: bad.object.replace('PROJECT', name) };
    const before = (await storedEvents(servers.database)).length;
    const { status, body } = await setRole(name, 'bad', [told]);
    expect([status, body.errors?.[0].pointer.split('/').slice(0, 3).join('/')]).toEqual([400, '/rules/0']);
    expect((await storedEvents(servers.database)).length).toBe(before);
  });

  it.each(['', 'UPPER', 'a b', '-a', 'a-', 'a/b', 'a:b', 'a*', 'x'.repeat(64), 'é'])(
    'makes a project called %j',
    async (name) => {
      const { status, body } = await servers.one.api.post('/v1/projects', admin, { name });
      expect([status, body.errors[0].pointer]).toEqual([400, '/name']);
    },
  );
});

it('a project is made once, changed as it was seen, and replays to the same rows', async () => {
  const name = await project();
  const { api } = servers.one;
  expect((await api.post('/v1/projects', admin, { name })).body.code).toBe('name_taken');
  const stale = (await api.get(`/v1/projects/${name}`, admin)).headers.get('etag')!;
  const describe = (description: string | null) =>
    api.ask('PATCH', `/v1/projects/${name}`, { token: admin, body: { description } });
  expect((await describe('the shop')).body.description).toBe('the shop');
  const size = (await storedEvents(servers.database)).length;
  await describe('the shop');
  expect((await storedEvents(servers.database)).length).toBe(size);
  expect((await describe(null)).body.description).toBeNull();
  const change = { token: admin, headers: { 'if-match': stale }, body: { rules: [] } };
  expect((await api.ask('PUT', `/v1/projects/${name}/roles/viewer`, change)).status).toBe(412);
  expect(
    (await api.ask('DELETE', `/v1/projects/${name}`, { token: admin, headers: { 'if-match': stale } })).status,
  ).toBe(412);
  const { database, keysFile } = servers;
  expect(await differencesOf({ database, keysFile })).toEqual(SAME);
});
