import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

const ROLE = '/v1/projects/shop/roles/deployer';
const ALLOWED = ['--allow', 'get applications shop/*', '--allow', 'sync applications shop/*'];

let server: OneServer;
let cli: CommandLine;

beforeAll(async () => {
  server = await startOneServer();
  cli = new CommandLine(server.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
});

afterAll(async () => {
  cli?.remove();
  await server?.stop();
});

const rule = (action: string) => ({ action, resource: 'applications', object: 'shop/*', effect: 'allow' });

beforeEach(async () => {
  const { api, admin } = server;
  await api.post('/v1/projects', admin, { name: 'shop', description: 'all that sells' });
  await api.ask('PUT', ROLE, { token: admin, body: { rules: [rule('get'), rule('sync')] } });
});

afterEach(() => server.api.delete('/v1/projects/shop', server.admin));

const get = async (path: string): Promise<any> => (await server.api.get(path, server.admin)).body;
const issue = (...options: string[]) => cli.run(['project', 'token', 'create', 'shop', 'deployer', ...options]);
const issued = async (): Promise<any> => cli.json(['project', 'token', 'create', 'shop', 'deployer']);
const revoke = (...options: string[]) => cli.run(['project', 'token', 'revoke', 'shop', 'deployer', ...options]);
const isGood = async (token: string) => (await server.api.introspect(server.admin, token)).active;
const shown = () => get('/v1/projects/shop');
const issueAs = async (token: string) => (await server.api.post(`${ROLE}/tokens`, token, {})).body;

describe('a project', () => {
  it('is made, listed, shown, described and deleted', async () => {
    expect(await cli.ok(['project', 'show', 'shop'])).toMatch(/^Name +shop\nDescription +all that sells\n/m);
    expect(await cli.json(['project', 'show', 'shop'])).toEqual(await shown());
    expect(await cli.json(['project', 'list'])).toEqual(await get('/v1/projects'));
    expect(await cli.ok(['project', 'list'])).toMatch(/^NAME +ROLES .*\nshop +deployer +0 .* all that sells\n$/);
    expect(await cli.json(['project', 'update', 'shop', '--description', 'more'])).toEqual(await shown());
    await cli.ok(['project', 'update', 'shop', '--no-description']);
    expect(await shown()).toMatchObject({ description: null });
    expect(await cli.ok(['project', 'delete', 'shop', '--yes'])).toBe('Deleted shop; 0 tokens revoked.\n');
    expect(await cli.ok(['project', 'list'])).toBe('No projects.\n');
  });

  it('is listed page by page, or whole', async () => {
    const made = await cli.json(['project', 'create', 'stock', '--description', 'all that is there']);
    expect(made).toEqual(await get('/v1/projects/stock'));
    const { stdout, stderr } = await cli.run(['project', 'list', '--limit', '1']);
    expect([stdout.split('\n').length, stderr]).toEqual([3, 'There are more: --all shows them.\n']);
    expect((await cli.json(['project', 'list', '--all'])).items).toHaveLength(2);
    expect(await cli.json(['project', 'delete', 'stock', '--yes'])).toMatchObject({ name: 'stock', revokedTokens: 0 });
  });

  it('has roles, each exactly as it was set last', async () => {
    const more = [
      '--deny',
      'get applications shop/secret',
      '--description',
      'pipelines',
      '--group',
      'ci',
      '--group',
      'ops',
    ];
    await cli.ok(['project', 'role', 'set', 'shop', 'deployer', ...ALLOWED, ...more]);
    expect((await shown()).roles).toMatchObject([
      {
        name: 'deployer',
        description: 'pipelines',
        groups: ['ci', 'ops'],
        rules: [rule('get'), rule('sync'), { ...rule('get'), object: 'shop/secret', effect: 'deny' }],
      },
    ]);
    const text = await cli.ok(['project', 'role', 'set', 'shop', 'viewer', '--allow', 'get applications shop/*']);
    expect(text).toMatch(
      /^ROLE .*\nviewer +proj:shop:viewer\n\nROLE .*\nviewer +allow +get +applications +shop\/\*\n$/,
    );
    expect(await cli.json(['project', 'role', 'set', 'shop', 'deployer', ...ALLOWED])).toEqual(await shown());
    expect((await shown()).roles).toMatchObject([{ description: null, groups: [] }, { name: 'viewer' }]);
    expect(await cli.ok(['project', 'role', 'remove', 'shop', 'viewer'])).toBe(
      'Removed viewer of shop; 0 tokens revoked.\n',
    );
  });

  it('has tokens that are shown once, alone, and speak for their role', async () => {
    const { stdout, stderr } = await issue('--name', 'pipeline', '--expires-in', '1h', '--format', 'opaque');
    expect(stdout).toMatch(/^[0-9a-f]{40}\n$/);
    expect(stderr).toMatch(/^Role +proj:shop:deployer$/m);
    expect(stderr).not.toContain(stdout.trim());
    const env = { TOKENLEDGER_TOKEN: stdout.trim() };
    expect((await cli.run(['can-i', 'sync', 'applications', 'shop/web'], { env })).stdout).toBe('yes\n');
    const list = ['project', 'token', 'list', 'shop', 'deployer'];
    expect(await cli.ok(list)).toMatch(/^ID .*\n\S+ +proj:shop:deployer +pipeline +active +opaque /);
    expect(await cli.json(list)).toEqual(await get(`${ROLE}/tokens`));
    const { id } = (await cli.json(list)).items[0];
    expect(await cli.ok(['token', 'list'])).toMatch(/ proj:shop:deployer +pipeline /);
    expect(await cli.ok(['token', 'inspect', id])).toMatch(/^Owner +proj:shop:deployer\n/m);
    expect(Object.keys(await issued()).sort()).toEqual(
      ['expiresAt', 'id', 'issuedAt', 'owner', 'position', 'receipt', 'secretAvailable', 'token'].sort(),
    );
  });

  it('has tokens that are revoked by their id', async () => {
    const { id, token } = await issued();
    expect((await revoke('--id', id, '--cause', 'leaked', '--reason', 'in a log')).stdout).toMatch(`Revoked ${id}, `);
    expect(await isGood(token)).toBe(false);
    const { items } = await cli.json(['project', 'token', 'list', 'shop', 'deployer', '--state', 'revoked']);
    expect(items).toMatchObject([{ id, cause: 'leaked', reason: 'in a log' }]);
    expect((await revoke('--id', id)).code).toBe(4);
  });

  it('has tokens that are revoked by the second of their issue, and of two neither', async () => {
    await sleep(1050 - (Date.now() % 1000));
    const [first, second] = [await issueAs(server.admin), await issueAs(server.admin)];
    const seconds = String(Math.floor(Date.parse(first.issuedAt) / 1000));
    const { code, stderr } = await revoke('--issued-at', seconds);
    expect(code).toBe(1);
    for (const { id } of [first, second]) expect(stderr).toContain(id);
    await revoke('--id', first.id);
    expect(JSON.parse((await revoke('--issued-at', seconds, '--json')).stdout)).toMatchObject({ id: second.id });
  });

  it('takes its tokens with it, and a role its own', async () => {
    const { token } = await issued();
    expect(await cli.ok(['project', 'role', 'remove', 'shop', 'deployer'])).toMatch(/; 1 token revoked\.\n$/);
    await cli.ok(['project', 'role', 'set', 'shop', 'deployer', ...ALLOWED]);
    const { token: other } = await issued();
    expect(await cli.json(['project', 'delete', 'shop', '--yes'])).toMatchObject({ revokedTokens: 1 });
    expect([await isGood(token), await isGood(other)]).toEqual([false, false]);
  });

  it('has tokens that outlive whoever issued them, which is said at the end', async () => {
    const { id: userId, session } = await server.api.person(server.admin, 'leaver', ['admin']);
    const left = await issueAs(session);
    const text = await cli.ok(['user', 'delete', 'leaver', '--yes']);
    expect(text).toMatch(
      new RegExp(
        `^Deleted ${userId}; 1 token revoked\\.\\n\\nTokens of projects .*:\\nID .*\\n${left.id} +proj:shop:deployer `,
      ),
    );
    expect(await isGood(left.token)).toBe(true);
  });

  it.each([
    [1, 'create shop'],
    [2, 'create ..'],
    [4, 'show nowhere'],
    [2, 'show ..'],
    [2, 'update shop'],
    [2, 'delete shop'],
    [4, 'delete nowhere --yes'],
    [2, 'role set shop viewer'],
    [2, 'role set shop viewer --allow get'],
    [2, 'role set shop viewer --allow get|applications|other/*'],
    [2, 'role set shop viewer --deny fly|applications|shop/*'],
    [2, 'role remove shop ..'],
    [2, 'role remove shop .'],
    [4, 'role remove shop nobody'],
    [4, 'token create shop nobody'],
    [2, 'token list shop ../deployer'],
    [2, 'token revoke shop deployer'],
    [2, 'token revoke shop deployer --id x'],
    [2, 'token revoke shop deployer --issued-at soon'],
    [2, 'token revoke shop deployer --issued-at 1 --id 019c0de0-0000-7000-8000-000000000000'],
    [4, 'token revoke shop deployer --issued-at 1'],
  ])('is as it was after %d: project %s', async (expected, words) => {
    const before = await shown();
    const { code, stderr } = await cli.run(['project', ...words.split(' ').map((word) => word.replaceAll('|', ' '))]);
    expect([code, stderr]).toEqual([expected, expect.stringMatching(/^(tokenledger|error): .+\n/)]);
    expect(await shown()).toEqual(before);
  });
});
