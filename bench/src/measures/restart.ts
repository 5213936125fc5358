import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Figure } from '../figure.js';
import { median } from '../median.js';
import { type ServerProcess, startServer } from '../server-process.js';
import type { World } from '../world.js';

const ROUNDS = 3;

/** From kill -9 of a server and of its database, while somebody appends, to a server that answers. */
export async function restart(world: World, undo: (() => unknown)[]): Promise<Figure[]> {
  const { progress, directory, ledger, emmett } = world;
  // It does not outlive its database.
  await emmett.stop();
  const events = await ledger.ask<number>({ do: 'size' });
  const seconds: number[] = [];
  let { server } = world;
  for (let round = 1; round <= ROUNDS; round++) {
    progress.say(`restart: round ${round} of ${ROUNDS}`);
    const appending = ledger.ask({ do: 'append', callers: 32, ms: 3000 }).catch(() => undefined);
    await killBoth(server, directory);
    const begun = performance.now();
    server = await startServer(directory);
    seconds.push((performance.now() - begun) / 1000);
    undo.push(() => server.stop());
    await appending;
  }
  return [
    {
      measure: 'kill -9 of server and database to serving again',
      value: median(seconds),
      unit: 's',
      bar: { below: 5 },
      of: `${events.toLocaleString('en')} events, ${ROUNDS} rounds`,
    },
  ];
}

async function killBoth({ child, stop }: ServerProcess, directory: string): Promise<void> {
  const postmaster = Number(readFileSync(`${directory}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
  const workers = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
  // The server first: it may start a database again that has ended.
  for (const pid of [child.pid!, postmaster, ...workers.trim().split(/\s+/).map(Number)]) kill(pid);
  await stop();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended with its parent.
  }
}
