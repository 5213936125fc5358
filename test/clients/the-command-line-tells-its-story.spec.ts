import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let cli: CommandLine;

const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const PASSWORD = 'four magpies on a wire';

beforeAll(async () => {
  server = await startOneServer();
  cli = new CommandLine(server.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: `${ADMIN_PASSWORD}\n` });
  await cli.ok(['user', 'create', 'build-robot', '--kind', 'service']);
});

afterAll(async () => {
  cli?.remove();
  await server?.stop();
});

const get = async (path: string): Promise<any> => (await server.api.get(path, server.admin)).body;
const idOf = async (username: string): Promise<string> => (await cli.json(['user', 'show', username])).id;
const issue = (name: string, ...options: string[]): Promise<string> => cli.ok(['token', 'create', name, ...options]);
const tokenCalled = async (name: string): Promise<any> =>
  (await get('/v1/tokens?state=all&limit=500')).items.find((token: { name: string }) => token.name === name);

/** To ask uses the session that asks, which is in the list. */
const still = (page: any): object => ({
  ...page,
  items: page.items.map((item: object) => ({ ...item, lastUsedAt: 0 })),
});

describe('a token', () => {
  it('goes to standard output alone, so that a shell can keep it', async () => {
    const { stdout, stderr } = await cli.run(['token', 'create', 'for a shell', '--expires-in', '1h']);
    expect(stdout).toMatch(/^\S+\n$/);
    expect(stderr).toContain((await tokenCalled('for a shell')).id);
    expect(stderr).not.toContain(stdout.trim());
    expect((await server.api.get('/v1/me', stdout.trim())).status).toBe(200);
  });

  it('is made as its options say', async () => {
    const options = [
      '--format',
      'opaque',
      '--description',
      'in words',
      '--audience',
      'https://a.test',
      '--reason',
      'why',
    ];
    const scopes = ['--scope', 'tokens:introspect', 'tokens:get'];
    const secret = (await issue('as said', '--owner', 'Build-Robot', ...options, ...scopes)).trim();
    expect(secret).toMatch(/^[0-9a-f]{40}$/);
    expect(await tokenCalled('as said')).toMatchObject({
      owner: await idOf('build-robot'),
      format: 'opaque',
      description: 'in words',
      audience: 'https://a.test',
      scopes: ['tokens:introspect', 'tokens:get'],
    });
  });

  it('is the API’s answer to a program', async () => {
    const answer = await cli.json(['token', 'create', 'for a program']);
    expect(Object.keys(answer).sort()).toEqual(
      ['expiresAt', 'id', 'issuedAt', 'owner', 'position', 'receipt', 'secretAvailable', 'token'].sort(),
    );
  });

  it('is asked about through standard input, and never through an argument', async () => {
    const secret = await issue('asked about');
    expect(await cli.ok(['token', 'inspect', '--stdin'], { input: secret })).toContain('good');
    expect(await cli.json(['token', 'inspect', '--stdin'], { input: secret })).toMatchObject({ active: true });
    for (const wrong of [
      ['token', 'inspect'],
      ['token', 'rotate'],
      ['token', 'revoke'],
      ['audit', 'history', '--token'],
    ]) {
      const { code, stderr } = await cli.run([...wrong, secret.trim()]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('not the id of a token')]);
      expect(stderr).not.toContain(secret.trim());
    }
  });

  it('is shown by its id', async () => {
    await issue('shown by its id');
    const { id } = await tokenCalled('shown by its id');
    expect(await cli.json(['token', 'inspect', id])).toEqual(await get(`/v1/tokens/${id}`));
    expect(await cli.ok(['token', 'inspect', id])).toMatch(/Owner +admin\n/);
  });

  it('is revoked with others, and once more without harm', async () => {
    const secrets = [await issue('one of two'), await issue('two of two')];
    const ids = [(await tokenCalled('one of two')).id, (await tokenCalled('two of two')).id];
    expect(await cli.ok(['token', 'revoke', ...ids, '--dry-run'])).toBe('2 tokens would be revoked.\n');
    expect(await cli.ok(['token', 'revoke', ...ids, '--cause', 'leaked', '--reason', 'in a log'])).toBe(
      '2 tokens revoked.\n',
    );
    for (const secret of secrets) expect((await server.api.get('/v1/me', secret.trim())).status).toBe(401);
    expect(await cli.json(['token', 'revoke', ...ids])).toMatchObject({ revoked: 0, alreadyEnded: 2 });
    expect(await tokenCalled('one of two')).toMatchObject({ cause: 'leaked', reason: 'in a log' });
  });

  it('is rotated: the new one goes to standard output, the old one stays for its grace', async () => {
    const old = await issue('to be rotated');
    const { id } = await tokenCalled('to be rotated');
    const next = await cli.ok(['token', 'rotate', id, '--grace', '1h']);
    expect(next).toMatch(/^\S+\n$/);
    for (const secret of [old, next]) expect((await server.api.get('/v1/me', secret.trim())).status).toBe(200);
    expect((await cli.run(['token', 'rotate', id])).code).toBe(1);
  });

  it('is found by owner, state and text', async () => {
    await issue('to be found', '--owner', 'build-robot');
    const owner = await idOf('build-robot');
    expect(still(await cli.json(['token', 'list']))).toEqual(still(await get('/v1/tokens')));
    expect(await cli.json(['token', 'list', '--owner', 'build-robot', '--state', 'all', '--limit', '1'])).toEqual(
      await get(`/v1/tokens?owner=${owner}&state=all&limit=1`),
    );
    expect(await cli.json(['token', 'list', '--search', 'BE FOUND'])).toEqual(await get('/v1/tokens?q=BE%20FOUND'));
    expect(await cli.ok(['token', 'list', '--issued-by', 'admin', '--owner', 'build-robot'])).toMatch(
      /^ID +OWNER +NAME .*\n.* build-robot +to be found +active /,
    );
  });
});

describe('an account', () => {
  it('is made, shown, changed, given a password and deleted', async () => {
    const options = ['--kind', 'person', '--email', 'developer@example.org', '--role', 'auditor', 'user'];
    await cli.ok(['user', 'create', 'developer', ...options, '--password-stdin'], { input: `${PASSWORD}\r\n` });
    const id = await idOf('developer');
    expect(await cli.json(['user', 'show', 'DEVELOPER'])).toEqual(await get(`/v1/users/${id}`));
    expect((await server.api.signIn('developer', PASSWORD)).length).toBeGreaterThan(10);

    await cli.ok(['user', 'update', 'developer', '--disable', '--role', 'user', '--no-email']);
    expect(await get(`/v1/users/${id}`)).toMatchObject({ status: 'disabled', roles: ['user'], email: null });
    expect(await cli.json(['user', 'update', 'developer', '--enable'])).toEqual(await get(`/v1/users/${id}`));

    expect(await cli.ok(['user', 'password', 'developer'], { input: `${PASSWORD}!\n` })).toMatch(
      /1 session and 0 tokens/,
    );
    await server.api.signIn('developer', `${PASSWORD}!`);
    expect(await cli.ok(['user', 'delete', 'developer', '--yes'])).toBe(`Deleted ${id}; 1 token revoked.\n`);
    expect(await get(`/v1/users/${id}`)).toMatchObject({ status: 'deleted' });
  });

  it('changes its own password with the current one', async () => {
    await server.api.person(server.admin, 'colleague');
    const own = new CommandLine(server.api.url);
    const login = ['login', '--username', 'colleague', '--password-stdin'];
    await own.ok(login, { input: 'the password of colleague' });
    expect((await own.run(['user', 'password'], { input: `wrong\n${PASSWORD}\n` })).code).toBe(1);
    await own.ok(['user', 'password'], { input: `the password of colleague\n${PASSWORD}\n` });
    await own.ok(['whoami']);
    expect((await own.run(login, { input: 'the password of colleague' })).code).toBe(3);
    own.remove();
  });

  it('is found by text, kind, role and status', async () => {
    expect(await cli.json(['user', 'list'])).toEqual(await get('/v1/users'));
    const filter = ['--search', 'ROBOT', '--kind', 'service', '--role', 'user', '--status', 'active'];
    expect(await cli.json(['user', 'list', ...filter])).toEqual(
      await get('/v1/users?q=ROBOT&kind=service&role=user&status=active'),
    );
    expect(await cli.ok(['user', 'list', ...filter])).toMatch(/^ID +NAME .*\n.* build-robot +service +active /);
  });
});

describe('the trail', () => {
  it('is told newest last to a person, and as the API has it to a program', async () => {
    await issue('told of');
    const { id } = await tokenCalled('told of');
    const { items } = await cli.json(['audit', 'tail', '--type', 'TokenIssued', '--subject', id]);
    expect(items).toMatchObject([{ type: 'TokenIssued', personal: { name: 'told of' } }]);
    const lines = (await cli.ok(['audit', 'tail', '--actor', 'admin', '--limit', '500'])).trimEnd().split('\n');
    const positions = lines.map((line) => Number(line.trim().split(' ')[0]));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(lines.some((line) => line.includes('TokenIssued') && line.includes('name: told of'))).toBe(true);
  });

  it('holds the history of a token and of an account', async () => {
    await issue('with a history', '--owner', 'build-robot');
    const { id, owner } = await tokenCalled('with a history');
    const ofToken = await cli.json(['audit', 'history', '--token', id]);
    expect(ofToken.items).toEqual((await get(`/v1/tokens/${id}/history`)).items);
    const ofUser = await cli.json(['audit', 'history', '--user', 'build-robot', '--all']);
    expect(ofUser.items).toEqual((await get(`/v1/users/${owner}/history?limit=500`)).items);
    expect(await cli.ok(['audit', 'history', '--user', 'build-robot'])).toMatch(/UserRegistered +admin → build-robot/);
  });

  it('is followed, a line an event', async () => {
    const child = cli.start(['audit', 'tail', '--follow', '--limit', '1', '--type', 'TokenIssued', '--json']);
    const names: unknown[] = [];
    let text = '';
    const seen = new Promise<void>((resolve) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const lines = text.split('\n').slice(0, -1);
        names.splice(0, names.length, ...lines.map((line) => JSON.parse(line).personal.name));
        if (names.length === 1) void issue('followed 1').then(() => issue('followed 2'));
        if (names.includes('followed 2')) resolve();
      });
    });
    await seen;
    child.kill();
    await once(child, 'close');
    expect(names.slice(1)).toEqual(['followed 1', 'followed 2']);
  });
});

describe('the number it ends with', () => {
  it.each([
    ['0, done', 0, ['whoami'], {}],
    ['1, refused', 1, ['user', 'create', 'build-robot', '--kind', 'service'], {}],
    ['2, an option that there is not', 2, ['token', 'list', '--nonsense'], {}],
    ['2, a value that there is not', 2, ['token', 'list', '--state', 'nonsense'], {}],
    ['2, a value that the server does not take', 2, ['token', 'create', 'x', '--expires-in', 'soon'], {}],
    ['2, a server that is no URL', 2, ['whoami', '--server', 'nonsense'], {}],
    ['2, both of what excludes each other', 2, ['user', 'update', 'admin', '--enable', '--disable'], {}],
    ['2, nobody to ask', 2, ['user', 'delete', 'build-robot'], {}],
    ['2, nothing to read', 2, ['login', '--username', 'admin', '--password-stdin'], {}],
    ['3, a wrong password', 3, ['login', '--username', 'nobody', '--password-stdin'], { input: 'nonsense' }],
    ['3, a credential that is not good', 3, ['whoami'], { env: { TOKENLEDGER_TOKEN: 'nonsense' } }],
    ['3, not signed in there', 3, ['whoami', '--server', 'http://127.0.0.1:9'], {}],
    ['4, no such token', 4, ['token', 'inspect', UNKNOWN], {}],
    ['4, no such user', 4, ['user', 'show', 'nobody'], {}],
    ['5, nobody there', 5, ['whoami', '--server', 'http://127.0.0.1:9'], { env: { TOKENLEDGER_TOKEN: 'x' } }],
  ])('%s', async (_what, expected, args, around) => {
    const { code, stderr } = await cli.run(args, around);
    expect(code).toBe(expected);
    expect(stderr).toMatch(expected === 0 ? /^$/ : /^(tokenledger|error): .+\n/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each(['', '<html>', '{"status":404}'])('5, where something else answers: %j', async (text) => {
    const other = createServer((_, response) => response.writeHead(404).end(text)).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await cli.run(['token', 'list', '--server', `http://127.0.0.1:${port}`], {
      env: { TOKENLEDGER_TOKEN: 'x' },
    });
    other.close();
    expect([code, stderr]).toEqual([5, expect.stringMatching(/does not answer like a Tokenledger server\.\n$/)]);
  });

  it('comes with the id under which the server has logged why', async () => {
    const { stderr } = await cli.run(['token', 'create', 'x', '--expires-in', 'soon']);
    expect(stderr).toMatch(/^tokenledger: expiresIn: This is whole seconds.* \(request [\da-f-]{36}\)\n$/);
  });
});

it('has no colours in a pipe', () => {
  expect(cli.said).not.toContain('\u001B');
});
