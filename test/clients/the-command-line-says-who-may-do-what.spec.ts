import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let cli: CommandLine;

beforeAll(async () => {
  server = await startOneServer();
  cli = new CommandLine(server.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
  await cli.ok(['user', 'create', 'ada', '--kind', 'service']);
});

afterAll(async () => {
  cli?.remove();
  await server?.stop();
});

const get = async (path: string): Promise<any> => (await server.api.get(path, server.admin)).body;
const tokenWith = async (...scopes: string[]): Promise<string> =>
  (await server.api.post('/v1/tokens', server.admin, { name: scopes.join(), scopes })).body.token;

describe('whether somebody may', () => {
  it('is yes and 0, or no and 1, and nothing else', async () => {
    const env = { TOKENLEDGER_TOKEN: await tokenWith('applications:get:shop/*') };
    const ask = (...words: string[]) => cli.run(['can-i', ...words], { env });
    expect(await ask('get', 'applications', 'shop/web')).toEqual({ code: 0, stdout: 'yes\n', stderr: '' });
    expect(await ask('sync', 'applications', 'shop/web')).toEqual({ code: 1, stdout: 'no\n', stderr: '' });
    expect(await ask('get', 'applications')).toEqual({ code: 1, stdout: 'no\n', stderr: '' });
  });

  it('is the API’s answer to a program', async () => {
    expect(await cli.json(['can-i', 'get', 'users'])).toEqual(await get('/v1/can-i?action=get&resource=users'));
  });

  it.each([
    [2, ['fly', 'applications']],
    [2, ['applications', 'get']],
    [2, ['get']],
    [5, ['get', 'users', '--server', 'http://127.0.0.1:9']],
  ])('is %d where it cannot be told: %j', async (code, words) => {
    const ran = await cli.run(['can-i', ...words], { env: { TOKENLEDGER_TOKEN: server.admin } });
    expect([ran.code, ran.stdout]).toEqual([code, '']);
  });
});

const PATH = '/v1/policy/permissions';
const DEPLOYER = 'p, role:deployer, applications, sync, shop/*, allow\n';
const ADA = `${DEPLOYER}g, ada, role:deployer\n`;

const set = (policy: string, ...options: string[]) =>
  cli.run(['permissions', 'set', '-', ...options], { input: policy });

describe('the rules', () => {
  beforeEach(() =>
    server.api.ask('PUT', PATH, { token: server.admin, headers: { 'if-match': '*' }, body: { policy: '' } }),
  );

  it('are shown as lines that can be set again', async () => {
    const file = join(cli.home, 'policy.csv');
    writeFileSync(file, `# who deploys\n\n${ADA}`);
    const said = await cli.ok(['permissions', 'set', file, '--reason', 'a new team']);
    const { policy, position } = await get(PATH);
    expect([policy, said]).toEqual([ADA, `In force: 2 lines, since position ${position}.\n`]);
    const shown = await cli.run(['permissions', 'show']);
    expect(shown).toEqual({ code: 0, stdout: ADA, stderr: '' });
    writeFileSync(file, shown.stdout);
    expect(await cli.json(['permissions', 'set', file])).toMatchObject({ policy: ADA, position, dryRun: false });
    expect(await cli.json(['permissions', 'show'])).toEqual(await get(PATH));
    expect(await cli.ok(['audit', 'tail', '--type', 'PermissionsChanged'])).toContain('a new team');
  });

  it('keep their match mode and default role, unless told otherwise, which is said beside them', async () => {
    await set(DEPLOYER.replace('shop/*', '^shop/'), '--match-mode', 'regex', '--default-role', 'role:deployer');
    await set(ADA.replace('shop/*', '^shop/.'));
    expect(await get(PATH)).toMatchObject({ matchMode: 'regex', defaultRole: 'role:deployer' });
    const { stdout, stderr } = await cli.run(['permissions', 'show']);
    expect(stdout).toBe(ADA.replace('shop/*', '^shop/.'));
    expect(stderr).toBe('Match mode: regex\nDefault role: role:deployer\n');
    await set(ADA, '--match-mode', 'glob', '--no-default-role');
    expect(await get(PATH)).toMatchObject({ matchMode: 'glob', defaultRole: null });
  });

  it('are tried first: who gains and loses what', async () => {
    await set(ADA);
    const before = await get(PATH);
    const other = ADA.replace('sync', 'get');
    const { code, stdout } = await set(other, '--dry-run');
    expect([code, stdout]).toEqual([
      0,
      [
        'USER  CHANGE  WHAT',
        'ada   gains   applications:get:shop/*',
        'ada   loses   applications:sync:shop/*',
        'Nothing has changed.\n',
      ].join('\n'),
    ]);
    const answer = await cli.json(['permissions', 'set', '-', '--dry-run'], { input: other });
    expect(answer).toMatchObject({ dryRun: true, affected: { count: 1, accounts: [{ username: 'ada' }] } });
    expect((await set(ADA, '--dry-run')).stdout).toBe('Nobody gains or loses anything.\nNothing has changed.\n');
    expect(await get(PATH)).toEqual(before);
  });

  it('that may not mean what they seem to, are named by their number', async () => {
    const { code, stderr } = await set(`${DEPLOYER}# comment\ng, adda, role:deployer\n`);
    expect([code, stderr]).toEqual([
      0,
      'Line 3: No account has this name: it is taken for a group, and stands in the log as it is.\n',
    ]);
  });

  it('that cannot be read are all named by their number, and none is set', async () => {
    await set(ADA);
    const { code, stdout, stderr } = await set(`${DEPLOYER}p, x, applications, fly, *, allow\ng, ada\n`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^tokenledger: .*Line 2: There is no action fly .*Line 3: A binding is: .*\n$/);
    expect((await get(PATH)).policy).toBe(ADA);
  });

  it('are changed as they were seen', async () => {
    const answer = { policy: '', matchMode: 'glob', defaultRole: null, position: '7', dryRun: false, warnings: [] };
    const seen: unknown[] = [];
    const other = createServer(({ method, headers }, response) => {
      seen.push([method, headers['if-match']]);
      response.writeHead(200, { 'content-type': 'application/json', etag: '"7"' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const env = {
      TOKENLEDGER_TOKEN: 'x',
      TOKENLEDGER_SERVER: `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
    };
    await cli.ok(['permissions', 'set', '-'], { env, input: ADA });
    other.close();
    expect(seen).toEqual([
      ['GET', undefined],
      ['PUT', '"7"'],
    ]);
  });

  it('are those of a file that is text', async () => {
    const file = join(cli.home, 'no-text');
    writeFileSync(file, Buffer.from([0x67, 0xff]));
    for (const path of [file, join(cli.home, 'nowhere'), cli.home])
      expect(await cli.run(['permissions', 'set', path])).toMatchObject({ code: 2, stdout: '' });
  });

  it('are changed by whoever may', async () => {
    const env = { TOKENLEDGER_TOKEN: await tokenWith('policy:get') };
    expect((await cli.run(['permissions', 'show'], { env })).code).toBe(0);
    expect((await cli.run(['permissions', 'set', '-'], { env, input: ADA })).code).toBe(1);
    expect((await get(PATH)).policy).toBe('');
  });
});
