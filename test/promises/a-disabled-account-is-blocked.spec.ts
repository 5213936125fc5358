import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

const set = async (id: string, enabled: boolean) => {
  const headers = { 'if-match': '*' };
  const answer = await servers.one.api.ask('PATCH', `/v1/users/${id}`, { token: admin, headers, body: { enabled } });
  expect(answer).toMatchObject({ status: 200, body: { id, status: enabled ? 'active' : 'disabled', liveTokens: 2 } });
};

it('refuses its tokens at once on every server, revokes none, and accepts them again', async () => {
  const { one, two } = servers;
  const { id, session } = await one.api.person(admin, 'ada');
  const { token } = (await one.api.post('/v1/tokens', session, { name: 'ci', format: 'opaque' })).body;
  await set(id, false);
  for (const { api } of [two, one]) {
    expect((await api.get('/v1/me', session)).status).toBe(401);
    expect((await api.get('/v1/me', token)).status).toBe(401);
    expect(await api.introspect(admin, token)).toEqual({ active: false });
    await expect(api.signIn('ada', 'the password of ada')).rejects.toThrow('401');
    expect((await api.post('/v1/tokens', admin, { name: 'other', owner: id })).body.code).toBe('owner_disabled');
  }
  const { items } = (await one.api.get(`/v1/tokens?owner=${id}`, admin)).body;
  expect(items.map(({ state }: { state: string }) => state)).toEqual(['active', 'active']);
  await set(id, true);
  for (const { api } of [two, one]) {
    expect((await api.get('/v1/me', session)).status).toBe(200);
    expect(await api.introspect(admin, token)).toMatchObject({ active: true });
  }
  await expect(two.api.signIn('ada', 'the password of ada')).resolves.toBeDefined();
});

it('is not disabled while it is the last administrator', async () => {
  const { id } = (await servers.one.api.get('/v1/me', admin)).body;
  const headers = { 'if-match': '*' };
  for (const body of [{ enabled: false }, { roles: ['user'] }, { enabled: false, roles: ['user'] }])
    expect(await servers.two.api.ask('PATCH', `/v1/users/${id}`, { token: admin, headers, body })).toMatchObject({
      status: 409,
      body: { code: 'last_administrator' },
    });
  expect((await servers.one.api.get('/v1/me', admin)).status).toBe(200);
});
