import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

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
