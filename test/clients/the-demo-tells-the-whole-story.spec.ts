import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { outcomeOf } from '../support/command-line.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

const MAIN = fileURLToPath(new URL('../../apps/cli/dist/demo/main.js', import.meta.url));
const NOBODY = 'http://127.0.0.1:9';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/tokenledger-told-`);
});
afterEach(() => rmSync(folder, { recursive: true }));

const tell = (env: Readonly<Record<string, string>>) => {
  const { PATH = '' } = process.env;
  const around = { PATH, HOME: folder, TMPDIR: folder, ...env };
  return spawn(process.execPath, [MAIN], { cwd: folder, env: around, stdio: ['ignore', 'pipe', 'pipe'] });
};

const STORY = [
  /admin signs in/,
  /Two people and a service account/,
  /jwt, for an hour/,
  /opaque, for an hour/,
  /it speaks for robot-/,
  / active$/,
  /revoked.* refused: 401 invalid_token; not active$/,
  /rotated.* the old one refused: 401 invalid_token$/,
  / may get, not sync; to delete somebody: refused: 403$/,
  / proj:shop-[\da-f]{6}:deployer$/,
  / here yes, elsewhere no, users no$/,
  / to sync: no more$/,
  / and the project’s token ends with it$/,
  /issues three tokens/,
  / 4 tokens revoked in the same commit$/,
  ...['session', 'laptop', 'phone', 'backup'].map((name) => new RegExp(` ${name} +refused: 401 invalid_token$`)),
  /The history of .* 11 events$/,
  / its signature verifies$/,
  / takes the whole log home .* \d+ events, as files$/,
  / nothing of the story is live$/,
  / OK, \d+ events, root [A-Za-z0-9+/]{43}=$/,
  / position \d+: the entry is not the one whose hash is in the tree$/,
];

const expectTold = (stdout: string): void => {
  const steps = stdout.split('\n').filter((line) => line.startsWith('✓'));
  expect(steps).toHaveLength(STORY.length + 1);
  for (const [n, what] of STORY.entries()) expect(steps[n + 1]).toMatch(what);
  expect(stdout).toMatch(/\nOK\n$/);
  expect(stdout).not.toContain('\u001B');
};

it('on a server of its own, of which nothing is left', async () => {
  const { code, stdout, stderr } = await outcomeOf(tell({ TOKENLEDGER_SERVER: NOBODY }));
  expect([code, stderr]).toEqual([0, '']);
  expectTold(stdout);
  expect(readdirSync(folder)).toEqual([]);
});

it('until somebody ends it, and nothing is left either', async () => {
  const child = tell({ TOKENLEDGER_SERVER: NOBODY });
  child.stdout!.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('signs in')) child.kill('SIGINT');
  });
  expect((await outcomeOf(child)).code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});

describe('where a server runs', () => {
  let server: OneServer;

  beforeAll(async () => {
    server = await startOneServer();
  });
  afterAll(() => server?.stop());

  it('on that one, and again', async () => {
    for (const _ of [1, 2]) {
      const { code, stdout } = await outcomeOf(tell({ TOKENLEDGER_SERVER: server.api.url, ADMIN_PASSWORD }));
      expect(code).toBe(0);
      expectTold(stdout);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('and says what it lacks, or what went wrong', async () => {
    const lacking = await outcomeOf(tell({ TOKENLEDGER_SERVER: server.api.url }));
    expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringMatching(/^demo: .*ADMIN_PASSWORD.*\n$/)]);
    const wrong = await outcomeOf(tell({ TOKENLEDGER_SERVER: server.api.url, ADMIN_PASSWORD: 'not this one' }));
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringMatching(/^demo: User name or password .*\n$/)]);
    expect(wrong.stdout).toMatch(/✗ admin signs in/);
  });
});
