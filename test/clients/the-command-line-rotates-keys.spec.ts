import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
let cli: CommandLine;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url, env: { KEY_OVERLAP_DAYS: '0' } });
  cli = new CommandLine(server.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
});

afterAll(async () => {
  cli?.remove();
  await server?.stop();
  await database?.drop();
});

it('lists them, and holds no secret', async () => {
  const listed = await cli.ok(['keys', 'list']);
  expect(listed).toMatch(/^USE +STATUS +ID +ADDED +USED FROM +ENDED\n/);
  expect(listed.match(/^(log|token|wrapping) +current /gm)).toHaveLength(3);
  const { items, servers } = await cli.json(['keys', 'list']);
  expect(items.map(({ use }: { use: string }) => use).toSorted()).toEqual(['log', 'token', 'wrapping']);
  expect(servers).toEqual([expect.objectContaining({ answers: true, lacks: [] })]);
});

it.each([
  ['log', 'retired'],
  ['wrapping', 'destroyed'],
])('rotates that of %s, step by step, until the old one is %s', async (use, end) => {
  const { code, stdout, stderr } = await cli.run(['keys', 'rotate', '--use', use]);
  expect([code, stderr]).toEqual([0, expect.stringMatching(new RegExp(`: added\\n(.*\\n)*.*: ${end}\\n`))]);
  expect(stdout).toMatch(new RegExp(`^${use} +${end} .*\\n${use} +current `, 'm'));
});

it('says what one of tokens waits for, and goes on without the command', async () => {
  const { code, stdout } = await cli.run(['keys', 'rotate']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/It is published, and used from \d{4}-/);
  const again = await cli.run(['keys', 'rotate']);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('A rotation is under way')]);
});

it('rotates nothing for a token that was not signed in with', async () => {
  const { token } = (await cli.json(['token', 'create', 'a script'])) as { token: string };
  const { code, stderr } = await cli.run(['keys', 'rotate'], { env: { TOKENLEDGER_TOKEN: token } });
  expect([code, stderr]).toEqual([1, expect.stringContaining('a session')]);
  expect((await cli.run(['keys', 'list'], { env: { TOKENLEDGER_TOKEN: token } })).code).toBe(0);
});
