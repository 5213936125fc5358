import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PAGE = readFileSync(at('docs/audit.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/```\n([\s\S]*?)```/g)].map(([, block]) => block!);

let server: OneServer;
let session: string;
let folder: string;

beforeAll(async () => {
  server = await startOneServer();
  folder = mkdtempSync(join(tmpdir(), 'tokenledger-auditor-'));
  writeFileSync(join(folder, 'last-year.checkpoint'), (await server.api.get('/log/checkpoint')).body);
  ({ session } = await server.api.person(server.admin, 'auditor', ['auditor']));
  writeFileSync(join(folder, 'log.vkey'), (await storedEvents(server.database))[0]!.event.data.keys.log);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server?.stop();
});

/** A block of the page, as somebody who is signed in already types it. */
async function typed(block: string): Promise<string> {
  const npx = `npx() { shift; node ${at('apps/cli/bin/tokenledger.js')} "$@"; }`;
  const script = [npx, block.replace(/^.*tokenledger login.*$/m, '').replaceAll('31022', '2')].join('\n');
  const { PATH = '' } = process.env;
  const { url } = server.api;
  const env = { PATH, HOME: folder, TOKENLEDGER_SERVER: url, SERVER: url, TOKENLEDGER_TOKEN: session, TOKEN: session };
  return (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })).stdout;
}

it('the log is taken home and verified, and the sample too', async () => {
  const [home, population, past, proof, look, ...rest] = BLOCKS as [string, string, string, string, string];
  expect(rest).toEqual([]);
  expect(await typed(home)).toMatch(/OK, \d+ events, root \S+=, grown from the first \d+\n$/);
  expect(await typed(population)).toMatch(/--actor [\s\S]*\{"items":\[/);
  const answers = (await typed(past)).trim().split('\n');
  expect(answers.map((answer) => Object.keys(JSON.parse(answer))[0])).toEqual(['at', 'at', 'at', 'from']);
  expect(await typed(proof)).toMatch(/^OK, event 2 of \d+, root /);
  expect(await typed(look)).toContain('"status"');
  await until(async () => (await server.api.get('/health/integrity')).body.status === 'up');
});
