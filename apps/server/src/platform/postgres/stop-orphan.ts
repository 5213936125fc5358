import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from './command-of.js';
import { StartupError } from '../startup-error.js';

const POLL_MS = 20;
const FAST_MS = 10_000;
const IMMEDIATE_MS = 20_000; // PostgreSQL itself kills the children that have not ended after 5 s

/**
 * Ends a PostgreSQL that still runs on this cluster. To be called only by the holder of the DATA_DIR lock: then it is
 * left over from a server that was killed. Should we die here, it is ending or not, and the next start comes here again.
 */
export async function stopOrphan(cluster: string, say: (line: string) => void): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid');
  const pid = await pidIn(lockFile);
  if (pid === undefined) return;
  if (!(await isPostgresOn(cluster, pid))) return dropClaimOf(pid, lockFile);
  say(`stopping a database left over from a crash (pid ${pid})`);
  if (await endsAfter('SIGINT', FAST_MS, cluster, pid)) return;
  if (await endsAfter('SIGQUIT', IMMEDIATE_MS, cluster, pid)) return;
  throw new StartupError('DATA_DIR', `a database left over from a crash (pid ${pid}) does not stop; end it by hand`);
}

/** An empty or torn file is either being written right now or was torn by a crash; a second reading tells. */
async function pidIn(path: string): Promise<number | undefined> {
  for (const last of [false, true]) {
    if (!existsSync(path)) return undefined;
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Number.isSafeInteger(pid) && pid !== 0) return Math.abs(pid); // negative: single-user mode
    if (last)
      rmSync(path, { force: true }); // PostgreSQL would refuse to start over it
    else await sleep(500);
  }
  return undefined;
}

/** Our launcher's shell has the same words in its command line, after ` -c `; it must not pass for PostgreSQL. */
async function isPostgresOn(cluster: string, pid: number): Promise<boolean> {
  const [program, settings] = ((await commandOf(pid)) ?? '').split(` -D ${cluster} `);
  return settings !== undefined && program !== undefined && program.endsWith('/postgres') && !/ -c /.test(program);
}

/**
 * The process that wrote this has ended. If its pid is a stranger's by now, or a zombie's, PostgreSQL would refuse to
 * start over it. Children that outlive their postmaster are kept out even so: PostgreSQL finds them by shared memory
 * whose key is the cluster's inode.
 */
function dropClaimOf(pid: number, lockFile: string): void {
  try {
    process.kill(pid, 0);
    rmSync(lockFile, { force: true });
  } catch {
    // no such process, or none that PostgreSQL would mind
  }
}

/** Looks again before every signal and every wait: from one moment to the next the pid may be a stranger's. */
async function endsAfter(signal: NodeJS.Signals, patience: number, cluster: string, pid: number): Promise<boolean> {
  if (!(await isPostgresOn(cluster, pid))) return true;
  process.kill(pid, signal);
  process.kill(pid, 'SIGCONT'); // a stopped process would never see the signal
  for (const end = Date.now() + patience; Date.now() < end; await sleep(POLL_MS))
    if (!(await isPostgresOn(cluster, pid))) return true;
  return false;
}
