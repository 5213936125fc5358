import { VOCABULARY } from '@tokenledger/domain';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

const DOCUMENTS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
const ISSUER = 'https://example.org/tokens';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url, env: { PUBLIC_URL: ISSUER } });
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

describe.each(DOCUMENTS)('%s', (path) => {
  it('is for everybody, and for some minutes', async () => {
    const { status, headers } = await server.api.get(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('has what RFC 8414 asks for, of what there is', async () => {
    const { body } = await server.api.get(path);
    expect(body).toMatchObject({
      issuer: ISSUER,
      introspection_endpoint_auth_methods_supported: ['Bearer'],
      revocation_endpoint_auth_methods_supported: ['none'],
      response_types_supported: [],
      grant_types_supported: [],
      subject_types_supported: ['public'],
    });
  });

  it('names nothing but what answers, below the path of the issuer', async () => {
    const { body } = await server.api.get(path);
    const urls = Object.entries<unknown>(body).filter(([name]) => /_(uri|endpoint)$|documentation/.test(name));
    expect(urls.length).toBeGreaterThan(1);
    for (const [name, url] of urls) {
      expect(url).toMatch(`${ISSUER}/`);
      const to = String(url).slice(ISSUER.length);
      const { status } = await server.api.ask(name.endsWith('_endpoint') ? 'POST' : 'GET', to);
      expect([name, [200, 400, 401].includes(status)]).toEqual([name, true]);
    }
  });

  it('lists every scope, each of which a token may have', async () => {
    const { scopes_supported: scopes } = (await server.api.get(path)).body;
    expect(scopes).toHaveLength(Object.values(VOCABULARY).flat().length);
    const admin = await server.api.signIn();
    expect((await server.api.post('/v1/tokens', admin, { name: path, scopes })).status).toBe(201);
  });

  it('names the issuer and the algorithm of the tokens', async () => {
    const { body } = await server.api.get(path);
    const [header, claims] = (await server.api.signIn())
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(claims.iss).toBe(body.issuer);
    expect(body.id_token_signing_alg_values_supported).toEqual([header.alg]);
    const { keys } = (await server.api.get(new URL(body.jwks_uri).pathname.replace('/tokens', ''))).body;
    expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(header.kid);
  });
});
