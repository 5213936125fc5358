import { hostname } from 'node:os';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import type { Answer, Ask } from '../support/api.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
let admin: string;
let me: { id: string; credential: { id: string } };

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
  admin = await server.api.signIn();
  me = (await server.api.get('/v1/me', admin)).body;
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const lines = (): any[] =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

/** The line is written when the answer has been sent, so it may come a moment after it. */
async function linesOf({ headers }: Answer): Promise<any[]> {
  const id = headers.get('x-request-id');
  for (;;) {
    const found = lines().filter(({ reqId }) => reqId === id);
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const NOBODY = '0198c0de-0000-7000-8000-000000000000';
const MARK = 'zqx';

/** Every place where a caller can write something holds the mark. */
const marked = (ask: Ask = {}): Ask => ({
  ...ask,
  headers: { 'user-agent': MARK, cookie: MARK, referer: `http://${MARK}/`, 'x-request-id': MARK, ...ask.headers },
});
const OF_THE_MOMENT = {
  time: expect.any(Number),
  pid: expect.any(Number),
  hostname: hostname(),
  milliseconds: expect.any(Number),
};
const BODY = { username: MARK, password: MARK, [MARK]: MARK };

it.each<[string, string, () => Ask, object]>([
  ['GET', '/health/live', () => ({}), { route: '/health/live', status: 200 }],
  ['GET', '/v1/policy', () => ({ token: admin }), { route: '/v1/policy', status: 200, known: true }],
  [
    'GET',
    `/v1/users/${NOBODY}`,
    () => ({ token: admin }),
    { route: '/v1/users/:id', status: 404, problem: 'not_found', known: true },
  ],
  [
    'GET',
    `/v1/tokens?${MARK}=${MARK}`,
    () => ({ token: admin }),
    { route: '/v1/tokens', status: 400, problem: 'invalid_request', known: true },
  ],
  ['GET', '/v1/me', () => ({ token: MARK }), { route: '/v1/me', status: 401, problem: 'invalid_token' }],
  ['GET', `/${MARK}?${MARK}=${MARK}`, () => ({}), { status: 404, problem: 'not_found' }],
  ['GET', `/v1/users/%ff${MARK}`, () => ({}), { status: 400, problem: 'invalid_request' }],
  ['GET', `/v1/users/${MARK.repeat(100)}`, () => ({}), { status: 414, problem: 'uri_too_long' }],
  ['POST', '/v1/sessions', () => ({ body: BODY }), { route: '/v1/sessions', status: 400, problem: 'invalid_request' }],
  [
    'POST',
    '/v1/sessions',
    () => ({ body: { username: MARK, password: MARK } }),
    { route: '/v1/sessions', status: 401, problem: 'wrong_credentials' },
  ],
  [
    'POST',
    '/v1/sessions',
    () => ({ body: MARK, headers: { 'content-type': MARK } }),
    { route: '/v1/sessions', status: 415, problem: 'unsupported_media_type' },
  ],
])('%s %.30s', async (method, path, ask, { known, ...expected }: any) => {
  const answer = await server.api.ask(method, path, marked(ask()));
  const [line, ...more] = await linesOf(answer);
  const by = known ? { user: me.id, token: me.credential.id } : {};
  const always = { level: 30, msg: 'answered', reqId: answer.headers.get('x-request-id') };
  expect(line).toEqual({ ...always, ...OF_THE_MOMENT, method, ...expected, ...by });
  expect(more).toEqual([]);
});

it('nothing in the log was written by a caller, or says where one was', async () => {
  const { id } = await server.api.person(admin, MARK);
  await server.api.ask(
    'POST',
    '/v1/tokens',
    marked({ token: admin, body: { name: MARK, description: MARK, owner: id } }),
  );
  await linesOf(await server.api.ask('DELETE', `/v1/users/${id}`, marked({ token: admin })));
  const said = JSON.stringify(lines().map((line) => ({ ...line, hostname: '' })));
  for (const chosen of [MARK, ADMIN_PASSWORD, admin, '127.0.0.1', '::1', 'admin']) expect(said).not.toContain(chosen);
});
