import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(() => server?.stop());

it('of users: taken in one spelling, taken in all', async () => {
  await expect(server.api.signIn('ADMIN')).resolves.toBeDefined();
  const { id, session } = await server.api.person(admin, 'Ada');
  expect((await server.api.get('/v1/me', session)).body).toMatchObject({ id, username: 'Ada' });
  const again = { username: 'aDA', kind: 'service' };
  expect((await server.api.post('/v1/users', admin, again)).body.code).toBe('name_taken');
  expect((await server.api.get('/v1/me', await server.api.signIn('ADA', 'the password of Ada'))).body.id).toBe(id);
});

it('of tokens: unique among the tokens of their owner, for ever', async () => {
  const { id } = (await server.api.post('/v1/tokens', admin, { name: 'Nightly Build' })).body;
  await server.api.post(`/v1/tokens/${id}/revoke`, admin);
  expect((await server.api.post('/v1/tokens', admin, { name: 'nightly build' })).body.code).toBe('name_taken');
  const { body } = await server.api.post('/v1/users', admin, { username: 'robot', kind: 'service' });
  const other = await server.api.post('/v1/tokens', admin, { name: 'nightly build', owner: body.id });
  expect(other.status).toBe(201);
});
