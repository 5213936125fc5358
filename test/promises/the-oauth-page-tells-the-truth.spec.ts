import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(new URL('../../docs/oauth.md', import.meta.url), 'utf8');
const snippet = (start: string): string =>
  PAGE.split('```')
    .find((part) => part.startsWith(start))!
    .replace(/^\w+\n/, '');
const WIKI = 'https://wiki.example.org';

let database: TestDatabase;
let server: TestServer;
let issuer: string;
let admin: string;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

beforeAll(async () => {
  database = await createDatabase();
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  server = await startServer({ databaseUrl: database.url, env: { PORT: String(port), PUBLIC_URL: issuer } });
  admin = await server.api.signIn();
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

it('its story with curl ends in a token that is good for nobody', async () => {
  const story = snippet('sh\n')
    .replace(/^api=.*$/m, `api=${server.api.url}`)
    .replace(/^password=.*$/m, `password='${ADMIN_PASSWORD}'`);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', story]);
  const [good, revoked, inactive] = stdout.split('\n');
  expect(JSON.parse(good!)).toMatchObject({ active: true, iss: issuer, aud: WIKI, scope: 'users:get' });
  expect(revoked).toBe('200');
  expect(JSON.parse(inactive!)).toEqual({ active: false });
});

const issue = async (name: string, wanted: object = {}): Promise<{ id: string; owner: string; token: string }> =>
  (await server.api.post('/v1/tokens', admin, { name, audience: WIKI, ...wanted })).body;

/** A service of the page, in a process of its own. */
async function startService(
  code: string,
  env: Record<string, string>,
): Promise<{ url: string; service: ChildProcess }> {
  const port = String(await freePort());
  const service = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    env: { ISSUER: issuer, PORT: port, ...env },
    stdio: 'ignore',
  });
  return { url: `http://127.0.0.1:${port}/`, service };
}

async function visit(url: string, token?: string): Promise<readonly [status: number, text: string]> {
  for (let attempts = 200; ; attempts--)
    try {
      const response = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
      return [response.status, await response.text()];
    } catch (error) {
      if (attempts === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

describe.each([
  ['asks', 'js\n// asks.mjs', 401],
  ['verifies', 'js\n// verifies.mjs', 200],
] as const)('its service that %s', (how, start, whenRevoked) => {
  let url: string;
  let service: ChildProcess;

  beforeAll(async () => {
    const { token } = await issue(`introspection that ${how}`, { audience: issuer, scopes: ['tokens:introspect'] });
    ({ url, service } = await startService(snippet(start), { INTROSPECTION_TOKEN: token }));
  });
  afterAll(() => service?.kill());

  it('lets a visitor in', async () => {
    const { owner, token } = await issue(`visitor who ${how}`);
    expect(await visit(url, token)).toEqual([200, `Hello ${owner}\n`]);
  });

  it('lets nobody else in', async () => {
    const { token } = await issue(`elsewhere ${how}`, { audience: 'https://elsewhere.example.org' });
    const [header, claims] = token.split('.');
    const forged = [header, claims, Buffer.alloc(64, 1).toString('base64url')].join('.');
    for (const bad of [undefined, 'none', token, admin, forged]) expect((await visit(url, bad))[0]).toBe(401);
  });

  it(`answers ${whenRevoked} once the token is revoked, as the page says`, async () => {
    const { id, token } = await issue(`leaver who ${how}`);
    await server.api.post(`/v1/tokens/${id}/revoke`, admin);
    expect((await visit(url, token))[0]).toBe(whenRevoked);
  });
});
