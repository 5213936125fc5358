import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
  admin = await server.api.signIn('ADMIN');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

it('of users: taken in one spelling, taken in all', async () => {
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
