import { type TwoServers, startTwoServers } from '../support/two-servers.js';

const WIKI = 'https://wiki.example.org';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});
afterAll(() => servers?.stop());

const issue = async (wanted: object): Promise<{ id: string; owner: string; token: string }> =>
  (await servers.one.api.post('/v1/tokens', admin, { audience: WIKI, ...wanted })).body;
const visit = (audience: string, token?: string) => servers.two.api.get(`/oauth2/auth?audience=${audience}`, token);

it.each(['jwt', 'opaque'])('and from headers who it is: %s', async (format) => {
  const { id, owner, token } = await issue({ name: format, format });
  const { status, body, headers } = await visit(WIKI, token);
  expect([status, body, headers.get('cache-control')]).toEqual([204, '', 'no-store']);
  expect([headers.get('x-auth-request-user'), headers.get('x-auth-request-groups')]).toEqual([owner, 'admin']);
  await servers.one.api.post(`/v1/tokens/${id}/revoke`, admin);
  expect((await visit(WIKI, token)).status).toBe(401);
});

it('nobody passes with a token for another service', async () => {
  const { token } = await issue({ name: 'another' });
  for (const other of [`${WIKI}/`, 'http://tokens.test', 'HTTPS://wiki.example.org']) {
    const { status, body, headers } = await visit(other, token);
    expect([status, body.error, headers.get('x-auth-request-user')]).toEqual([401, 'invalid_token', null]);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  }
  expect((await visit(WIKI, admin)).status).toBe(401);
});

it('nobody passes without one', async () => {
  const { status, headers } = await visit(WIKI);
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="tokenledger"']);
});

it.each(['', '?audience=', `?audience=${WIKI}&audience=${WIKI}`, '?audience=%20', `?audience=${WIKI}&scope=a`])(
  'a question that does not say for which service is none: %j',
  async (query) => {
    const { status, body } = await servers.one.api.get(`/oauth2/auth${query}`, admin);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  },
);
