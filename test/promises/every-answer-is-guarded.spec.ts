import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

const PAGE = 'https://console.example.org';
const OTHER = 'http://localhost:5173';

let database: TestDatabase;
/** Reached by http, for no page; and by https, for two. */
let plain: TestServer;
let open: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  plain = await startServer({ databaseUrl: database.url });
  const env = {
    KEYS_FILE: `${plain.dataDir}/keys.json`,
    PUBLIC_URL: 'https://tokens.test',
    CORS_ORIGINS: `${PAGE}, ${OTHER}`,
  };
  open = await startServer({ databaseUrl: database.url, env });
});

afterAll(async () => {
  await open?.stop();
  await plain?.stop();
  await database?.drop();
});

interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const send = (to: TestServer, method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string) =>
  new Promise<Heard>((resolve, reject) => {
    const { hostname: host, port } = new URL(to.api.url);
    const asked = request({ host, port, method, path, headers: { connection: 'close', ...headers } });
    asked.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    asked.end(body);
  });

const GUARDS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const JSON_BODY = { 'content-type': 'application/json' };

type Case = [status: number, method: string, path: string, headers?: OutgoingHttpHeaders, body?: string];

const ANSWERS: readonly Case[] = [
  [200, 'GET', '/health/live'],
  [401, 'GET', '/v1/me'],
  [401, 'GET', '/v1/me', { authorization: 'Bearer none' }],
  [404, 'GET', '/nowhere'],
  [404, 'OPTIONS', '/v1/me'],
  [400, 'GET', '/v1/users/%ff'],
  [414, 'GET', `/v1/users/${'x'.repeat(300)}`],
  [414, 'GET', `/v1/tokens?q=${'x'.repeat(9000)}`],
  [400, 'POST', '/v1/sessions', JSON_BODY, '{'],
  [413, 'POST', '/v1/sessions', JSON_BODY, 'x'.repeat(70_000)],
  [415, 'POST', '/v1/sessions', { 'content-type': 'text/plain' }, 'x'],
];

/** Answers of the door itself: these never became requests. */
const UNPARSED: readonly Case[] = [
  [431, 'GET', '/v1/me', { cookie: 'x'.repeat(17_000) }],
  [431, 'GET', `/${'x'.repeat(17_000)}`],
  [417, 'GET', '/v1/me', { expect: 'the unexpected' }],
  [400, 'POST', '/v1/sessions', { 'transfer-encoding': 'unheard of' }],
];

it.each([...ANSWERS, ...UNPARSED])('an answer with %i says how it may be used: %s %.40s', async (status, ...sent) => {
  const { headers, ...heard } = await send(plain, ...sent);
  expect(heard.status).toBe(status);
  expect(headers).toMatchObject(GUARDS);
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect((await send(open, ...sent)).headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' });
});

it.each(ANSWERS)('an answer with %i names its request: %s %.40s', async (status, ...sent) => {
  const { headers, text } = await send(plain, ...sent);
  const id = headers['x-request-id'];
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(JSON.parse(text)).toMatchObject(status === 200 ? {} : { status, requestId: id });
});

it.each(UNPARSED)('what is no request is answered with a problem: %i', async (status, ...sent) => {
  const { headers, text } = await send(plain, ...sent);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(text)).toEqual({ type: 'about:blank', title: expect.any(String), status });
});

const asking = (origin: string, method = 'PUT') => ({
  origin,
  'access-control-request-method': method,
  'access-control-request-headers': 'authorization,content-type,if-match,idempotency-key',
});
const CORS = /^access-control-/;
const corsHeaders = ({ headers }: Heard) => Object.keys(headers).filter((name) => CORS.test(name));

describe('a page of another origin', () => {
  it.each([PAGE, OTHER])('may ask when it is named: %s', async (origin) => {
    const { status, headers } = await send(open, 'OPTIONS', '/v1/policy', asking(origin));
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match',
      vary: 'Origin',
      ...GUARDS,
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('reads answers, refusals too, and what stands in their headers', async () => {
    for (const [status, path] of [
      [200, '/health/live'],
      [401, '/v1/me'],
      [404, '/nowhere'],
    ] as const) {
      const heard = await send(open, 'GET', path, { origin: PAGE });
      expect(heard.status).toBe(status);
      expect(heard.headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-expose-headers': 'ETag, Retry-After, WWW-Authenticate, X-Request-Id',
        vary: 'Origin',
      });
    }
  });

  it.each([
    'https://console.example.org.evil.test',
    'https://console.example.org:444',
    'http://console.example.org',
    'https://CONSOLE.example.org',
    'https://console.example.org/',
    'null',
    '*',
    '',
  ])('is nobody when it is not named: %j', async (origin) => {
    const preflight = await send(open, 'OPTIONS', '/v1/policy', asking(origin));
    expect([preflight.status, corsHeaders(preflight)]).toEqual([404, []]);
    const answer = await send(open, 'GET', '/health/live', { origin });
    expect([answer.status, corsHeaders(answer)]).toEqual([200, []]);
  });

  it('gets nowhere with an OPTIONS that is no preflight', async () => {
    const { status } = await send(open, 'OPTIONS', '/v1/policy', { origin: PAGE });
    expect(status).toBe(404);
  });

  it('is nobody anywhere while no page is named', async () => {
    const preflight = await send(plain, 'OPTIONS', '/v1/policy', asking(PAGE));
    expect([preflight.status, corsHeaders(preflight)]).toEqual([404, []]);
    expect(corsHeaders(await send(plain, 'GET', '/health/live', { origin: PAGE }))).toEqual([]);
  });
});
