import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(() => server?.stop());

const issue = async (name: string): Promise<string> => (await server.api.post('/v1/tokens', admin, { name })).body.id;
const page = async (query: string) => (await server.api.get(`/v1/tokens?${query}`, admin)).body;

it('while others write: every token that was there is listed once, newest first', async () => {
  const issued: string[] = [];
  for (let i = 0; i < 7; i++) issued.push(await issue(`before ${i}`));
  const listed: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next } = await page(`limit=3${cursor && `&cursor=${cursor}`}`);
    listed.push(...items.map(({ id }: { id: string }) => id));
    cursor = next;
    await issue(`meanwhile ${listed.length}`);
  }
  expect(listed.slice(0, 7)).toEqual(issued.toReversed());
  expect(new Set(listed).size).toBe(listed.length);
});

it('by state and by owner, and says which position it reflects', async () => {
  const id = await issue('to be revoked');
  await server.api.post(`/v1/tokens/${id}/revoke`, admin, { reason: 'tried', cause: 'leaked' });
  const { items, position } = await page('state=revoked');
  expect(items).toMatchObject([{ id, state: 'revoked', name: 'to be revoked', cause: 'leaked', reason: 'tried' }]);
  const size = Number((await server.api.get('/log/checkpoint')).body.split('\n')[1]);
  expect(Number(position)).toBe(size - 1);
  const active = (await page('state=active&limit=500')).items;
  expect(active.map((token: { id: string }) => token.id)).not.toContain(id);
  expect((await page('state=all&limit=500')).items).toHaveLength(active.length + 1);
  const { id: owner } = (await server.api.post('/v1/users', admin, { username: 'robot', kind: 'service' })).body;
  expect((await page(`owner=${owner}`)).items).toEqual([]);
});

it('shows a narrowed token no more than its scope, whether it names an owner or not', async () => {
  const { id } = await server.api.person(admin, 'grace');
  const wanted = { name: 'narrow', format: 'opaque', scopes: [`tokens:get:${id}`] };
  const { token } = (await server.api.post('/v1/tokens', admin, wanted)).body;
  expect((await server.api.get(`/v1/tokens?owner=${id}`, token)).body.items).toMatchObject([{ owner: id }]);
  expect((await server.api.get('/v1/tokens', token)).status).toBe(403);
});

it('shows a user the own tokens, and nobody else their session', async () => {
  const { id, session } = await server.api.person(admin, 'ada');
  const own = (await server.api.get('/v1/tokens', session)).body.items;
  expect(own.map(({ owner, kind }: any) => [owner, kind])).toEqual([[id, 'session']]);
  const { body } = await server.api.get('/v1/me', admin);
  expect((await server.api.get(`/v1/tokens?owner=${body.id}`, session)).status).toBe(403);
  expect((await server.api.delete('/v1/sessions/current', session)).status).toBe(204);
  expect((await server.api.get('/v1/me', session)).status).toBe(401);
});
