import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, type Ran } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let token: string;
let id: string;
let opaque: string;
let keys: string;
const cli = new CommandLine('http://127.0.0.1:9');

beforeAll(async () => {
  server = await startOneServer();
  const scopes = ['tokens:introspect'];
  ({ token, id } = (await server.api.post('/v1/tokens', server.admin, { name: 'to be read', scopes })).body);
  ({ token: opaque } = (await server.api.post('/v1/tokens', server.admin, { name: 'opaque', format: 'opaque' })).body);
  keys = join(cli.home, 'keys.json');
  writeFileSync(keys, JSON.stringify((await server.api.get('/.well-known/jwks.json')).body));
});

afterAll(async () => {
  cli.remove();
  await server?.stop();
});

const inspect = (input: string, ...args: string[]): Promise<Ran> => cli.run(['inspect', ...args], { input });

it('says what a token says of itself, and what it cannot know', async () => {
  const { code, stdout } = await inspect(token);
  expect(code).toBe(0);
  expect(stdout).toContain(id);
  expect(stdout).toMatch(/Scopes +tokens:introspect\n/);
  expect(stdout).toMatch(/Expires +\S+ \S+Z \(in 12 h\)\n/);
  expect(stdout).toMatch(
    /Not known without its server: whether it has been revoked, who has signed it \(--jwks\)\.\n$/,
  );
});

it('verifies the signature, where the keys are at hand', async () => {
  expect(await inspect(token, '--jwks', keys)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Signature +good/),
  });
  const told = JSON.parse((await inspect(token, '--jwks', keys, '--json')).stdout);
  expect(told).toMatchObject({ format: 'jwt', claims: { jti: id }, signature: 'good', revoked: 'unknown' });
});

it('finds what was signed by nobody known', async () => {
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const wider = Buffer.from(Buffer.from(claims, 'base64url').toString().replace('introspect', '*')).toString(
    'base64url',
  );
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const forged of [`${header}.${wider}.${signature}`, `${none}.${claims}.${signature}`])
    expect(await inspect(forged, '--jwks', keys)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('signature'),
    });
});

it('says of an opaque token that it says nothing', async () => {
  expect(await inspect(opaque)).toMatchObject({ code: 0, stdout: expect.stringContaining('says nothing by itself') });
});

it.each(['', 'hello', 'a.b.c', 'eyJ9.e30=.e30', '..', 'bnVsbA.bnVsbA.bnVsbA', 'e30.e30.\u0000'])(
  'takes no other text for one: %j',
  async (text) => {
    const { code, stdout } = await inspect(text);
    expect([code === 1 || code === 2, stdout]).toEqual([true, '']);
  },
);

it('takes claims of another form for none', async () => {
  const claims = { jti: 7, exp: 1e300, iat: -1, groups: 'all', aud: ['a'] };
  const odd = ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'AA'].join('.');
  expect(JSON.parse((await inspect(odd, '--json')).stdout)).toMatchObject({ claims: {} });
});

it('shows the token to nobody, and takes none as an argument', async () => {
  expect(await cli.run(['inspect', token])).toMatchObject({ code: 2, stdout: '' });
  expect(await inspect(token, '--jwks', '/nowhere')).toMatchObject({ code: 2 });
  writeFileSync(keys, '[]');
  expect(await inspect(token, '--jwks', keys)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no key set'),
  });
  expect(cli.said).not.toContain(token);
});
