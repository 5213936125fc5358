import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { loginOf } from '../../apps/server/src/platform/migrator-login.js';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import type { DatabaseCopy } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { type Home, newHome, removeHomes, runRecover, temporaryDataDir } from '../support/homes.js';
import type { TestServer } from '../support/server.js';
import { times } from '../support/times.js';
import { until } from '../support/until.js';

afterAll(removeHomes);

const statusOf = async ({ api }: TestServer, path: string, token?: string): Promise<number> =>
  (await api.get(path, token)).status;
const signedIn = (server: TestServer, token: string) => () =>
  statusOf(server, '/v1/me', token).then((status) => status === 200);

/** Until a server has connections to the database that stands there now: it is there that it has to refuse. */
const connected = ({ database }: Home) =>
  until(async () => (await database.query(`select from pg_stat_activity where ${OURS}`)).length > 0);
const OURS = `datname = current_database() and application_name = 'tokenledger'`;

/** Every door, and every change: 503, and to be tried again. */
async function expectNothingServed(server: TestServer, tokens: readonly string[]): Promise<void> {
  const { api } = server;
  const [admin] = tokens;
  const answers = await Promise.all([
    ...tokens.map((token) => api.get('/v1/me', token)),
    ...tokens.map((token) => api.get('/oauth2/auth?audience=http://tokens.test', token)),
    api.post('/v1/tokens', admin!, { name: 'onto the copy' }),
    api.ask('POST', '/v1/sessions', { body: { username: 'admin', password: ADMIN_PASSWORD } }),
  ]);
  for (const { status, headers } of answers) expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  const { body } = await api.get('/health/ready');
  expect(body).toMatchObject({ status: 'down', parts: { database: 'up', log: 'down' } });
}

describe('an older copy in the place of the database of a running server', () => {
  let home: Home;
  let server: TestServer;
  let admin: string;
  let revoked: string;
  let copy: DatabaseCopy;
  let note: string;
  const kept = (): string => readFileSync(`${home.dataDir}/checkpoint`, 'utf8');

  beforeAll(async () => {
    home = await newHome();
    server = await home.start();
    admin = await server.api.signIn();
    const { body } = await server.api.post('/v1/tokens', admin, { name: 'revoked since', format: 'opaque' });
    copy = await home.database.copy();
    await until(signedIn(server, admin));
    await server.api.post(`/v1/tokens/${body.id}/revoke`, admin);
    revoked = body.token;
    note = (await server.api.get('/log/checkpoint')).body;
    await until(async () => kept() === note);
  });

  it('lets nobody in, takes no change, and does not lose the proof of it', async () => {
    await copy.swap();
    const size = await home.size();
    await connected(home);
    await expectNothingServed(server, [admin, revoked]);
    expect([await home.size(), kept()]).toEqual([size, note]);
  });

  it('does so too once another server, which knew nothing, has made it larger', async () => {
    const other = await home.startAnother();
    for (const _ of times(3)) await other.api.signIn();
    const size = await home.size();
    expect(size).toBeGreaterThan(Number(note.split('\n')[1]));
    await expectNothingServed(server, [admin, revoked]);
    expect([await home.size(), kept()]).toEqual([size, note]);
    await other.stop();
    const known = temporaryDataDir();
    writeFileSync(`${known}/checkpoint`, note);
    await expect(home.startAnother(known)).rejects.toThrow(/the first \d+ events are not those that were signed/);
  });

  it('is forgotten when the database is back', async () => {
    await copy.swap();
    await until(signedIn(server, admin));
    expect(await statusOf(server, '/v1/me', revoked)).toBe(401);
    expect((await server.api.post('/v1/tokens', admin, { name: 'onto the log' })).status).toBe(201);
    expect(await statusOf(server, '/health/ready')).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});

describe('a log that was recovered while a server was cut off from it', () => {
  let home: Home;
  let proxy: DatabaseProxy;
  let cutOff: TestServer;
  let admin: string;

  /** What the server that is cut off has seen is all in the copy: of the log it misses nothing but its new name. */
  beforeAll(async () => {
    home = await newHome();
    await (await home.start()).stop();
    proxy = await DatabaseProxy.to(loginOf(home.database.url));
    const through = home.database.url.replace(/@[^/]+\//, `@127.0.0.1:${proxy.login.port}/`);
    cutOff = await home.start({ DATABASE_URL: through });
    admin = await cutOff.api.signIn();
    proxy.refuse();
    const copy = await home.database.copy();
    const dataDir = temporaryDataDir();
    const other = await home.startAnother(dataDir);
    await other.api.signIn();
    await other.stop();
    await copy.swap();
    copyFileSync(`${dataDir}/checkpoint`, `${home.dataDir}/checkpoint.of-another`);
    const settings = { DATABASE_URL: home.database.url, DATA_DIR: dataDir, KEYS_FILE: home.keysFile };
    await runRecover(['--yes'], settings);
  });

  afterAll(() => proxy?.close());

  it('is left alone by that server, which says so', async () => {
    const size = await home.size();
    proxy.restore();
    await connected(home);
    await expectNothingServed(cutOff, [admin]);
    expect(await home.size()).toBe(size);
    expect(cutOff.output()).toMatch(/the log was tokens\.test, and is tokens\.test\/recovered-\S+ now: start anew/);
    await cutOff.stop();
  });

  it.each([
    ['whose checkpoint is older than the loss', () => undefined],
    [
      'whose checkpoint is of what was lost',
      () => copyFileSync(`${home.dataDir}/checkpoint.of-another`, `${home.dataDir}/checkpoint`),
    ],
  ])('is served by one %s', async (_, keep) => {
    keep();
    const server = await home.start();
    expect(await statusOf(server, '/v1/me', admin)).toBe(401);
    expect(await statusOf(server, '/v1/me', await server.api.signIn())).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});
