import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let admin: string;
let ada: { id: string; session: string };

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
  ada = await server.api.person(admin, 'ada');
});

afterAll(() => server?.stop());

interface Heard {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Heard> {
  const answer = await fetch(server.api.url + path, { method, headers });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
const json = (text: string): Heard => ({ status: 200, type: 'application/json', text });
const refused = (status: number, code: number, message: string): Heard => ({
  status,
  type: 'application/json',
  text: JSON.stringify({ error: message, code, message }),
});

it('who one is, in each place for a token, and without one nobody', async () => {
  const told = json('{"loggedIn":true,"username":"ada","iss":"argocd","groups":["user"]}');
  for (const headers of [
    bearing(ada.session),
    { 'grpc-metadata-token': ada.session },
    { cookie: `a=b; argocd.token=${ada.session}` },
    { 'grpc-metadata-token': ada.session, ...bearing(admin) },
  ])
    expect(await ask('/api/v1/session/userinfo', headers)).toEqual(told);
  for (const headers of [
    {},
    bearing('none'),
    { authorization: 'Basic eA==' },
    { 'grpc-metadata-token': '', ...bearing(ada.session) },
  ])
    expect(await ask('/api/v1/session/userinfo', headers as Record<string, string>)).toEqual(json('{}'));
});

it('an account, with zero values left out and numbers for seconds', async () => {
  const { body } = await server.api.post('/v1/tokens', ada.session, { name: 'a<b', expiresIn: '1h' });
  const [issuedAt, expiresAt] = [body.issuedAt, body.expiresAt].map((at: string) => Math.floor(Date.parse(at) / 1000));
  expect(await ask('/api/v1/account/ada', bearing(ada.session))).toEqual(
    json(
      '{"name":"ada","enabled":true,"capabilities":["login","apiKey"],' +
        `"tokens":[{"id":"a\\u003cb","issuedAt":${issuedAt},"expiresAt":${expiresAt}}]}`,
    ),
  );
  expect(await ask('/api/v1/account', bearing(ada.session))).toEqual(
    json('{"items":[{"name":"ada","enabled":true,"capabilities":["login","apiKey"]}]}'),
  );
});

it('what one may', async () => {
  expect(await ask('/api/v1/account/can-i/applications/sync/shop/web', bearing(admin))).toEqual(
    json('{"value":"yes"}'),
  );
  expect(await ask('/api/v1/account/can-i/applications/sync/shop/web', bearing(ada.session))).toEqual(
    json('{"value":"no"}'),
  );
  expect((await ask('/api/v1/account/can-i/applications/fly/x', bearing(admin))).status).toBe(400);
});

it('its version, to everybody', async () => {
  expect(await ask('/api/version')).toEqual(json('{"Version":"v3.5.1+tokenledger"}'));
});

it('why not, in the shape of its errors', async () => {
  expect(await ask('/api/v1/account/ada')).toEqual(refused(401, 16, 'no session information'));
  expect(await ask('/api/v1/account/nobody', bearing(admin))).toEqual(
    refused(404, 5, "account 'nobody' does not exist"),
  );
  const denied = await ask('/api/v1/account/admin', bearing(ada.session));
  expect([denied.status, JSON.parse(denied.text).message]).toEqual([
    403,
    expect.stringMatching(/^permission denied: accounts, get, admin, sub: ada, iat: /),
  ]);
});

it('that there is no such path, or method', async () => {
  expect(await ask('/api/v1/nothing', bearing(admin))).toMatchObject({ status: 404, text: 'Not Found\n' });
  expect(await ask('/api/version', {}, 'DELETE')).toMatchObject({ status: 405, text: 'Method Not Allowed\n' });
});
