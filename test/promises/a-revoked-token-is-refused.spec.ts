import type { Answer } from '../support/api.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let one: TestServer;
let two: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  one = await startServer({ databaseUrl: database.url });
  two = await startServer({ databaseUrl: database.url, env: { KEYS_FILE: `${one.dataDir}/keys.json` } });
  admin = await one.api.signIn();
});

afterAll(async () => {
  await one?.stop();
  await two?.stop();
  await database?.drop();
});

const issue = async (name: string, format: string): Promise<{ id: string; token: string }> =>
  (await one.api.post('/v1/tokens', admin, { name, format })).body;
const revoke = (id: string): Promise<Answer> => one.api.post(`/v1/tokens/${id}/revoke`, admin, { reason: 'tested' });

/** Everything a lenient decoder would read as the same token. */
const spellings = (token: string): string[] => [
  token,
  `${token}\n`,
  ` ${token}`,
  `${token}=`,
  `${token}==`,
  `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) ^ 1)}`,
  token.toUpperCase(),
  token.replace('.', '.\t'),
];

describe.each(['jwt', 'opaque'])('a revoked %s token', (format) => {
  it('was good before', async () => {
    const { token } = await issue(`good ${format}`, format);
    expect((await one.api.get('/v1/me', token)).status).toBe(200);
    expect((await two.api.get('/v1/me', token)).status).toBe(200);
    expect(await two.api.introspect(admin, token)).toMatchObject({ active: true });
  });

  it('is refused at every door of every server from the acknowledgement on', async () => {
    for (let round = 0; round < 25; round++) {
      const { id, token } = await issue(`${format} ${round}`, format);
      // Both servers have just found it good: a cached answer would still say so.
      await Promise.all([one.api.get('/v1/me', token), two.api.introspect(admin, token)]);
      expect((await revoke(id)).status).toBe(200);
      const [here, there, introspected] = await Promise.all([
        one.api.get('/v1/me', token),
        two.api.get('/v1/me', token),
        two.api.introspect(admin, token),
      ]);
      expect([here.status, there.status, introspected]).toEqual([401, 401, { active: false }]);
    }
  });

  it('is refused in every spelling', async () => {
    const { id, token } = await issue(`spelled ${format}`, format);
    await revoke(id);
    for (const spelling of spellings(token))
      expect(await two.api.introspect(admin, spelling)).toEqual({ active: false });
  });

  it('stays revoked', async () => {
    const { id, token } = await issue(`stays ${format}`, format);
    await revoke(id);
    expect(await revoke(id)).toMatchObject({ status: 409, body: { code: 'already_revoked' } });
    const restarted = await startServer({ databaseUrl: database.url, env: { KEYS_FILE: `${one.dataDir}/keys.json` } });
    expect((await restarted.api.get('/v1/me', token)).status).toBe(401);
    await restarted.stop();
  });
});

it('says no more outside than that the token is not good', async () => {
  const { id, token } = await issue('silent', 'jwt');
  await revoke(id);
  const { status, body, headers } = await one.api.get('/v1/me', token);
  expect(status).toBe(401);
  expect(body).toMatchObject({ code: 'invalid_token', detail: 'The credential is not good.' });
  expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="tokenledger", error="invalid_token"/);
});
