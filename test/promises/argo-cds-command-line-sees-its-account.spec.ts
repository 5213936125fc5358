import { randomBytes } from 'node:crypto';
import { AccountService } from '../../apps/server/src/argocd/gen/account_pb.js';
import { SessionService } from '../../apps/server/src/argocd/gen/session_pb.js';
import { VersionService } from '../../apps/server/src/argocd/gen/version_pb.js';
import { call, CallFailed, framed, headersFor, post } from '../clients/argocd/call.js';
import { accountGet, accountList } from '../clients/argocd/printed.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { times } from '../support/times.js';

const { getAccount, listAccounts, canI } = AccountService.method;
const { getUserInfo } = SessionService.method;

let server: OneServer;
let url: string;
let admin: string;
let ada: { id: string; session: string };

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
  ({ url } = server.api);
  ada = await server.api.person(admin, 'ada');
});

afterAll(() => server?.stop());

const issue = async (
  name: string,
  body: object = {},
): Promise<{ id: string; token: string; issuedAt: string; expiresAt: string }> =>
  (await server.api.post('/v1/tokens', ada.session, { name, ...body })).body;

const failing = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'nothing',
    (error: unknown) => {
      if (error instanceof CallFailed) return error.message;
      throw error;
    },
  );

const asked = async (token: string, resource: string, action: string, subresource: string) =>
  (await call(url, token, canI, { resource, action, subresource })).value;

const send = async (body: Buffer, headers: object = {}, path = '/account.AccountService/GetAccount') =>
  post(url, path, body, { ...headersFor(admin, body), ...headers });

const second = (instant: string): string => `${instant.slice(0, 19)}Z`;

/** As the command line does: whom the token is of, and then their account. */
async function account(token: string): Promise<string> {
  const { username } = await call(url, token, getUserInfo, {});
  return accountGet(await call(url, token, getAccount, { name: username }));
}

it('argocd account get, as it is printed there', async () => {
  const key = await issue('laptop', { expiresIn: '1h' });
  expect(await account(key.token)).toBe(
    [
      'Name:               ada',
      'Enabled:            true',
      'Capabilities:       login, apiKey',
      '',
      'Tokens:',
      'ID      ISSUED AT             EXPIRING AT',
      `laptop  ${second(key.issuedAt)}  ${second(key.expiresAt)}`,
    ].join('\n'),
  );
  const opaque = await issue('opaque', { format: 'opaque' });
  expect(
    (await account(opaque.token))
      .split('\n')
      .slice(6)
      .map((line) => line.split(' ')[0]),
  ).toEqual(['opaque', 'laptop']);
});

it('argocd account get-user-info: the account, and for a bad token nobody, without an error', async () => {
  const told = await call(url, ada.session, getUserInfo, {});
  expect(told).toMatchObject({ loggedIn: true, username: 'ada', iss: 'argocd', groups: ['user'] });
  for (const bad of ['', 'none', `${ada.session}x`])
    expect(await call(url, bad, getUserInfo, {})).toMatchObject({ loggedIn: false, username: '', groups: [] });
});

it('argocd account list: those that one may see', async () => {
  expect(accountList((await call(url, ada.session, listAccounts, {})).items)).toBe(
    ['NAME  ENABLED  CAPABILITIES', 'ada   true     login, apiKey'].join('\n'),
  );
  await server.api.post('/v1/users', admin, { username: 'robot', kind: 'service', roles: [] });
  expect(accountList((await call(url, admin, listAccounts, {})).items)).toBe(
    [
      'NAME   ENABLED  CAPABILITIES',
      'ada    true     login, apiKey',
      'admin  true     login, apiKey',
      'robot  true     apiKey',
    ].join('\n'),
  );
});

it('argocd account can-i', async () => {
  expect(await asked(admin, 'applications', 'sync', 'shop/web')).toBe('yes');
  expect(await asked(ada.session, 'applications', 'sync', 'shop/web')).toBe('no');
  expect(await asked(ada.session, 'users', 'get', 'ada')).toBe('yes');
  expect(await asked(ada.session, 'users', 'get', 'admin')).toBe('no');
  expect(await failing(asked(admin, 'applications', 'fly', '*'))).toMatch(
    /^code = 3 desc = \[.* sync .*\] does not contain fly$/,
  );
  expect(await failing(asked(admin, 'aeroplanes', 'get', '*'))).toMatch(
    /^code = 3 desc = \[.*\] does not contain aeroplanes$/,
  );
});

it('argocd version, without any token', async () => {
  expect((await call(url, '', VersionService.method.version, {})).Version).toMatch(/^v\d/);
});

describe('and is told why not', () => {
  it('without a token, or with one that is none', async () => {
    expect(await failing(call(url, '', getAccount, { name: '' }))).toBe('code = 16 desc = no session information');
    expect(await failing(call(url, 'none', getAccount, { name: '' }))).toBe(
      'code = 16 desc = invalid session: token is malformed: token contains an invalid number of segments',
    );
    expect(await failing(call(url, `${ada.session.slice(0, -4)}AAAA`, getAccount, { name: '' }))).toBe(
      'code = 16 desc = invalid session: token signature is invalid: signature is invalid',
    );
  });

  it('with one that is revoked, or was issued for another service, or whose account is disabled or gone', async () => {
    const { id, token } = await issue('revoked');
    await server.api.post(`/v1/tokens/${id}/revoke`, ada.session);
    expect(await failing(call(url, token, getAccount, { name: 'ada' }))).toBe(
      'code = 16 desc = invalid session: token is revoked, please re-login',
    );
    const elsewhere = await issue('elsewhere', { audience: 'https://other.example' });
    expect(await failing(call(url, elsewhere.token, getAccount, { name: 'ada' }))).toContain('invalid session: ');
    const bob = await server.api.person(admin, 'bob');
    await server.api.ask('PATCH', `/v1/users/${bob.id}`, {
      token: admin,
      headers: { 'if-match': '*' },
      body: { enabled: false },
    });
    expect(await failing(call(url, bob.session, getAccount, { name: 'bob' }))).toBe(
      'code = 16 desc = invalid session: account bob is disabled',
    );
    await server.api.delete(`/v1/users/${bob.id}`, admin);
    expect(await failing(call(url, bob.session, getAccount, { name: 'bob' }))).toBe(
      'code = 16 desc = invalid session: token is revoked, please re-login',
    );
  });

  it('where it has no permission, whether there is such an account or not', async () => {
    for (const name of ['admin', 'nobody'])
      expect(await failing(call(url, ada.session, getAccount, { name }))).toMatch(
        new RegExp(`^code = 7 desc = permission denied: accounts, get, ${name}, sub: ada, iat: \\S+Z$`),
      );
    expect(await failing(call(url, admin, getAccount, { name: 'nobody' }))).toBe(
      "code = 5 desc = account 'nobody' does not exist",
    );
  });
});

describe('a malformed request', () => {
  it.each([
    ['', '3'],
    ['00', '3'],
    ['0000000001', '3'],
    ['00ffffffff0a', '3'],
    ['01000000000', '3'],
    ['00000000000000000000', '3'],
    ['0000000003ffffff', '3'],
    [framed(randomBytes(60)).toString('hex'), '3'],
  ])('%s gets a status, and no hang', async (hex, status) => {
    const heard = await send(Buffer.from(hex, 'hex'));
    expect([heard.status, heard.headers['grpc-status']]).toEqual([200, status]);
    expect(heard.headers['grpc-message']).toMatch(/^[ -~]+$/);
  });

  it('larger than any good one is not read', async () => {
    const heard = await send(framed(Buffer.alloc(200_000)));
    expect([heard.status, heard.headers['grpc-status']]).toEqual([200, '3']);
  });

  it('for a method or service that there is not says so', async () => {
    const body = framed(new Uint8Array());
    expect((await send(body, {}, '/account.AccountService/Fly')).headers).toMatchObject({
      'grpc-status': '12',
      'grpc-message': 'unknown method Fly for service account.AccountService',
    });
    expect((await send(body, {}, '/nothing.NothingService/Get')).headers).toMatchObject({ 'grpc-status': '12' });
  });

  it('of another type is refused', async () => {
    const heard = await send(Buffer.from('{}'), { 'content-type': 'application/json' });
    expect([heard.status, heard.headers['grpc-status']]).toEqual([200, '3']);
  });

  it.each(times(20))('of random bytes is answered (%#)', async () => {
    const { status, headers } = await send(randomBytes(1 + Math.floor(Math.random() * 300)));
    expect(status).toBe(200);
    expect(['0', undefined, '3', '5']).toContain(headers['grpc-status']);
  });
});

it('no frame is compressed, though the command line says that it could be', async () => {
  for (const n of times(40)) await issue(`one of many tokens with a long name ${n}`);
  const body = framed(Buffer.from([0x0a, 3, ...Buffer.from('ada')]));
  const heard = await post(url, '/account.AccountService/GetAccount', body, headersFor(ada.session, body));
  expect(heard.body.length).toBeGreaterThan(2000);
  expect(heard.body[0]).toBe(0);
  expect(heard.headers['content-encoding']).toBeUndefined();
});
