import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../figure.js';
import { median } from '../median.js';
import { growTo } from '../seed-tokens.js';
import type { World } from '../world.js';

const CLI = fileURLToPath(new URL('../../../apps/cli/bin/tokenledger.js', import.meta.url));
const ROUNDS = 3;
const LEAST = 100_000;

/** How fast somebody who trusts nobody sees that a log is good; and how fast its tables are made again. */
export async function evidence(world: World): Promise<Figure[]> {
  const { directory, server, admin, databaseUrl, progress } = world;
  const size = await growTo(world, LEAST);
  const exported = `${directory}/evidence`;
  const run = (...args: string[]): string =>
    tokenledger(args, {
      TOKENLEDGER_SERVER: server.url,
      TOKENLEDGER_TOKEN: admin,
      DATA_DIR: directory,
      DATABASE_URL: databaseUrl,
    });
  progress.say('evidence: export');
  run('export', exported);
  const key = await verifierKey(world);
  const verified = rates('verify', world, () =>
    Number(JSON.parse(run('verify', exported, '--key', key, '--json')).size),
  );
  rmSync(exported, { recursive: true });
  const replayed = rates('replay', world, () => Number(JSON.parse(run('replay', '--json')).size));
  const of = `${size.toLocaleString('en')} events, by the command line, with its start`;
  return [
    { measure: 'verify: every event, offline', value: verified, unit: 'events/s', bar: { least: 15_000 }, of },
    {
      measure: 'replay: every table, beside the server',
      value: replayed,
      unit: 'events/s',
      bar: { least: 30_000 },
      of,
    },
  ];
}

/** `work` answers how many events it has looked at. */
function rates(what: string, { progress }: World, work: () => number): number {
  const found: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    progress.say(round === 0 ? `${what}: warm-up` : `${what}: round ${round} of ${ROUNDS}`);
    const begun = performance.now();
    const events = work();
    if (round > 0) found.push((events * 1000) / (performance.now() - begun));
  }
  return median(found);
}

/** In a process of its own, and it has to find nothing. */
function tokenledger(args: readonly string[], env: Readonly<Record<string, string>>): string {
  const { PATH = '', HOME = '' } = process.env;
  const ran = spawnSync(process.execPath, [CLI, ...args], { env: { PATH, HOME, ...env }, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`tokenledger ${args[0]} ended with ${ran.status}: ${ran.stderr}`);
  return ran.stdout;
}

async function verifierKey({ server, admin }: World): Promise<string> {
  const headers = { authorization: `Bearer ${admin}` };
  const answer = await fetch(`${server.url}/v1/audit/events?type=LogOpened`, { headers });
  const { items } = (await answer.json()) as { items: readonly { data: { keys: { log: string } } }[] };
  return items[0]!.data.keys.log;
}
