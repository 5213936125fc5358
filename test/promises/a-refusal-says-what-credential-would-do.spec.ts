import { request, type OutgoingHttpHeaders } from 'node:http';
import { type OneServer, startOneServer } from '../support/one-server.js';

let one: OneServer;
let auditor: string;

beforeAll(async () => {
  one = await startOneServer();
  auditor = (await one.api.person(one.admin, 'auditor', ['auditor'])).session;
});
afterAll(() => one?.stop());

type Headers = Readonly<Record<string, string | readonly string[]>>;

interface Heard {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly body: any;
}

/** As it is written here: fetch would put two headers into one. */
const send = (path: string, headers: Headers, method = 'GET', body = ''): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const asked = request(one.api.url + path, {
      method,
      headers: { connection: 'close', ...headers } as OutgoingHttpHeaders,
    });
    asked.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode!,
          challenge: response.headers['www-authenticate'],
          body: JSON.parse(text),
        }),
      );
    });
    asked.end(body);
  });

const REALM = 'Bearer realm="tokenledger"';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

const malformed = async (path: string, headers: Headers, method = 'GET', body = '') =>
  expect(await send(path, headers, method, body)).toMatchObject({
    status: 400,
    challenge: `${REALM}, error="invalid_request", error_description="Send one token, in one place, spelled as RFC 6750 says."`,
    body: { code: 'invalid_request', errors: [{ pointer: '#Authorization' }] },
  });

describe('without a credential, only the scheme is named', () => {
  it.each([
    ['nothing', {}],
    ['an empty header', { authorization: '' }],
    ['another scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['a scheme that begins alike', { authorization: 'Bearerish abc' }],
    ['a cookie', { cookie: 'access_token=abc' }],
  ])('%s', async (_, headers) => {
    expect(await send('/v1/me', headers)).toMatchObject({
      status: 401,
      challenge: REALM,
      body: { code: 'unauthenticated' },
    });
  });

  it('a good one in the query, where none is looked for', async () => {
    const { status, challenge } = await send(`/v1/me?access_token=${one.admin}`, {});
    expect([status, challenge]).toEqual([401, REALM]);
  });

  it('a good one in a form, where none is looked for', async () => {
    const { status, challenge } = await send(
      '/oauth2/introspect',
      FORM,
      'POST',
      `access_token=${one.admin}&token=none`,
    );
    expect([status, challenge]).toEqual([401, REALM]);
  });
});

describe('with a bad one', () => {
  it.each(['abc', '0'.repeat(40), 'a.b.c', 'a==', '~+/'])('%s', async (token) => {
    expect(await send('/v1/me', bearing(token))).toMatchObject({
      status: 401,
      challenge: `${REALM}, error="invalid_token", error_description="The credential is not good."`,
      body: { code: 'invalid_token' },
    });
  });

  it('of another audience', async () => {
    const { body } = await one.api.post('/v1/tokens', one.admin, { name: 'far', audience: 'https://wiki.example.org' });
    expect(await send('/v1/me', bearing(body.token))).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
  });
});

describe('with one that cannot be read, the request is at fault', () => {
  it.each([
    'Bearer',
    'bearer ',
    'Bearer a b',
    'Bearer a,b',
    'Bearer "a"',
    'Bearer\ta',
    'Bearer ä',
    'Bearer =',
    'Bearer a=b',
  ])('%j', (authorization) => malformed('/v1/me', { authorization }));

  it('two headers, even if one or both are good', async () => {
    const good = `Bearer ${one.admin}`;
    for (const authorization of [
      [good, good],
      [good, 'Bearer abc'],
      ['Basic abc', good],
      [good, 'Basic abc'],
    ])
      await malformed('/v1/me', { authorization });
  });

  it('a header, and a token in the query or the form', async () => {
    await malformed('/v1/me?access_token=abc', bearing(one.admin));
    await malformed('/v1/me?access%5Ftoken=', bearing(one.admin));
    await malformed('/oauth2/introspect', { ...FORM, ...bearing(one.admin) }, 'POST', `token=abc&access_token=abc`);
  });
});

it('the scheme is good in any case, with any number of spaces', async () => {
  for (const scheme of ['bearer ', 'BEARER ', 'Bearer   '])
    expect((await send('/v1/me', { authorization: scheme + one.admin })).status).toBe(200);
});

describe('with one that is good and not enough', () => {
  it('names the permission', async () => {
    expect(
      await send('/v1/users', { ...bearing(auditor), 'content-type': 'application/json' }, 'POST', '{}'),
    ).toMatchObject({
      status: 403,
      challenge: `${REALM}, error="insufficient_scope", error_description="This needs the permission users:create.", scope="users:create"`,
      body: { code: 'forbidden' },
    });
  });

  it('says so where only a session would do', async () => {
    const { body } = await one.api.post('/v1/tokens', one.admin, { name: 'mints' });
    const heard = await send(
      '/v1/tokens',
      { ...bearing(body.token), 'content-type': 'application/json' },
      'POST',
      '{}',
    );
    expect(heard).toMatchObject({
      status: 403,
      body: { detail: 'This needs a session with the permission tokens:create.' },
    });
    expect(heard.challenge).toMatch(/scope="tokens:create"$/);
  });

  it('says so too where the log has the last word', async () => {
    const { id } = (await one.api.post('/v1/tokens', one.admin, { name: 'kept' })).body;
    const { session } = await one.api.person(one.admin, 'meddler');
    const { status, challenge } = await send(`/v1/tokens/${id}/revoke`, bearing(session), 'POST');
    expect([status, challenge?.endsWith('scope="tokens:revoke"')]).toEqual([403, true]);
  });
});

it('where no credential would do there is no challenge', async () => {
  for (const path of ['/nowhere', '/v1/users/nobody']) {
    const { status, challenge } = await send(path, bearing(one.admin));
    expect([status >= 400, challenge]).toEqual([true, undefined]);
  }
});
