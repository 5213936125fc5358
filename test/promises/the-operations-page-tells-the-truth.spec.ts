import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type OneServer, startOneServer } from '../support/one-server.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PAGE = readFileSync(at('docs/operations.md'), 'utf8');
const named = (text: string, word: RegExp): string[] =>
  [...new Set([...text.matchAll(word)].map(([, name]) => name!))].toSorted();

let server: OneServer;
beforeAll(async () => (server = await startOneServer()));
afterAll(() => server?.stop());

it('every setting is there, and no other', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [at('apps/server/dist/main.js'), '--help']);
  expect(named(PAGE, /^\| `([A-Z_]+)` \|/gm)).toEqual(named(stdout, /^ {2}([A-Z_]+) {2}/gm));
});

it('every metric is there, and no other', async () => {
  const { body } = await server.api.get('/metrics', server.admin);
  const counted = named(body, /^# TYPE (tokenledger_\w+)/gm);
  expect(named(PAGE, /`(tokenledger_\w+)(?:\{[a-z,]+\})?`/g)).toEqual(counted);
});

it('Prometheus gets a token that may do what it has to, and nothing else', async () => {
  const [, story] = /## Metrics[\s\S]*?```sh\n([\s\S]*?)```/.exec(PAGE)!;
  const script = story!.replace(' > tokenledger.token', '');
  const env = { ...process.env, api: server.api.url, admin: server.admin };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env });
  expect((await server.api.get('/metrics', stdout.trim())).status).toBe(200);
  expect((await server.api.get('/v1/me', stdout.trim())).status).toBe(403);
});
