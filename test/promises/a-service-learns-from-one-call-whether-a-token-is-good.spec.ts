import type { Answer } from '../support/api.js';
import { type TwoServers, startTwoServers } from '../support/two-servers.js';

const WIKI = 'https://wiki.example.org';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let servers: TwoServers;
let admin: string;
let service: string;

const issue = async (wanted: object): Promise<{ id: string; owner: string; token: string }> =>
  (await servers.one.api.post('/v1/tokens', admin, wanted)).body;
const introspect = (body: string, token = service): Promise<Answer> =>
  servers.two.api.ask('POST', '/oauth2/introspect', { token, body, headers: FORM });
const claimsIn = (jwt: string, part = 1) => JSON.parse(Buffer.from(jwt.split('.')[part]!, 'base64url').toString());

beforeAll(async () => {
  servers = await startTwoServers();
  admin = servers.admin;
  service = (await issue({ name: 'wiki', scopes: ['tokens:introspect'] })).token;
});
afterAll(() => servers?.stop());

describe.each(['jwt', 'opaque'])('of a good %s token', (format) => {
  it('one learns what a JWT says of itself, and how fresh the answer is', async () => {
    const wanted = {
      name: `all ${format}`,
      format,
      audience: WIKI,
      scopes: ['users:get', 'audit:get'],
      expiresIn: '1h',
    };
    const { id, owner, token } = await issue(wanted);
    const { status, body, headers } = await introspect(`token=${token}`);
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      200,
      'no-store',
      'application/json; charset=utf-8',
    ]);
    expect(body).toEqual({
      active: true,
      iss: 'http://tokens.test',
      sub: owner,
      aud: WIKI,
      client_id: 'tokenledger',
      jti: id,
      iat: expect.any(Number),
      nbf: body.iat,
      exp: body.iat + 3600,
      scope: 'users:get audit:get',
      groups: ['admin'],
      token_type: 'Bearer',
      position: expect.stringMatching(/^\d+$/),
    });
  });

  it('one learns the groups of this moment', async () => {
    const { id: owner } = await servers.one.api.person(admin, `moved-${format}`);
    const { token } = await issue({ name: 'moved', format, owner });
    expect((await introspect(`token=${token}`)).body).toMatchObject({ sub: owner, groups: ['user'] });
  });

  it('that is not narrowed one learns no scope', async () => {
    const { token } = await issue({ name: `wide ${format}`, format });
    const { body } = await introspect(`token=${token}`);
    expect([body.active, 'scope' in body]).toEqual([true, false]);
  });
});

it('a JWT says the same of itself, as RFC 9068 has it', async () => {
  const { token } = await issue({ name: 'itself', audience: WIKI, scopes: ['users:get'] });
  const { active, token_type, position, ...said } = (await introspect(`token=${token}`)).body;
  expect([active, token_type, position]).toEqual([true, 'Bearer', expect.any(String)]);
  expect(claimsIn(token)).toEqual(said);
  expect(claimsIn(token, 0)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
  const session = await servers.one.api.signIn();
  expect(Object.keys(claimsIn(session))).toEqual(expect.arrayContaining(['client_id', 'exp', 'jti', 'groups']));
});

it('of one that is not good a service learns that, and never why', async () => {
  const { id, token: revoked } = await issue({ name: 'revoked' });
  await servers.one.api.post(`/v1/tokens/${id}/revoke`, admin);
  const leaver = await servers.one.api.person(admin, 'leaver');
  await servers.one.api.delete(`/v1/users/${leaver.id}`, admin);
  const { token } = await issue({ name: 'altered' });
  const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${token.split('.')[1]}.AA`;
  const bad = [
    revoked,
    leaver.session,
    `${token}A`,
    unsigned,
    'none',
    '0'.repeat(40),
    'a'.repeat(60_000),
    '%ff',
    '%00',
    'ü',
  ];
  for (const one of bad) {
    const { status, body } = await introspect(`token=${one}`);
    expect([status, body]).toEqual([200, { active: false }]);
  }
});

it('a hint, right or wrong or unheard of, changes nothing; nor does a parameter that is not known', async () => {
  const { token } = await issue({ name: 'hinted' });
  const plain = (await introspect(`token=${token}`)).body;
  for (const more of [
    'token_type_hint=access_token',
    'token_type_hint=refresh_token',
    'token_type_hint=%F0%9F%A6%8A',
    'token_type_hint=',
    'colour=blue',
    '=',
    '__proto__=a',
  ])
    expect((await introspect(`${more}&token=${token}`)).body).toEqual({ ...plain, position: expect.any(String) });
});

const expectError = ({ status, body, headers }: Answer, error: string) => {
  expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
    'application/json; charset=utf-8',
    'no-store',
  ]);
  expect(body).toMatchObject({ error, status, code: expect.any(String), error_description: body.detail });
  expect(body.error_description).toMatch(/^[ !#-[\]-~]+$/);
};

describe('a question that is none', () => {
  it.each([
    '',
    'token=',
    'token',
    'tokens=a',
    'token=a&token=a',
    'token=a&token=',
    'token=a&token_type_hint=b&token_type_hint=b',
    'Token=a',
    'token%5B%5D=a',
  ])('is answered with an error of OAuth: %j', async (form) => {
    const answer = await introspect(form);
    expect(answer.status).toBe(400);
    expectError(answer, 'invalid_request');
  });

  it.each([
    ['JSON', 'application/json', '{"token":"none"}'],
    ['JSON that is broken', 'application/json', '{"token"'],
    ['text', 'text/plain', 'token=none'],
    ['a type that begins alike', 'application/x-www-form-urlencoded2', 'token=none'],
    ['parts', 'multipart/form-data; boundary=x', '--x--'],
  ])('is no form but %s', async (_, type, body) => {
    const answer = await servers.one.api.ask('POST', '/oauth2/introspect', {
      token: service,
      body,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(415);
    expectError(answer, 'invalid_request');
  });

  it('has its parameters in the URL, where they are not looked for', async () => {
    const answer = await servers.one.api.ask('POST', '/oauth2/introspect?token=none', {
      token: service,
      body: '',
      headers: FORM,
    });
    expectError(answer, 'invalid_request');
  });

  it('is too large', async () => {
    const answer = await introspect(`token=${'a'.repeat(70_000)}`);
    expect(answer.status).toBe(413);
    expectError(answer, 'invalid_request');
  });

  it('comes from somebody who may not ask', async () => {
    const { token } = await issue({ name: 'may nothing', scopes: ['users:get'] });
    const lacking = await introspect('token=none', token);
    expect(lacking.status).toBe(403);
    expectError(lacking, 'insufficient_scope');
    const bad = await introspect('token=none', 'none');
    expect(bad.status).toBe(401);
    expectError(bad, 'invalid_token');
  });

  it('comes from nobody: then it is not even an error', async () => {
    const { status, body, headers } = await servers.one.api.ask('POST', '/oauth2/introspect', {
      body: 'token=a',
      headers: FORM,
    });
    expect([status, body.error, body.code]).toEqual([401, undefined, 'unauthenticated']);
    expect(headers.get('content-type')).toContain('application/json');
  });
});
