import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Every process of the embedded database in DATA_DIR `directory`: the postmaster first, then its children. */
export function postgresProcesses(directory: string): number[] {
  const postmaster = Number(readFileSync(`${directory}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
  return [postmaster, ...childrenOf(postmaster)];
}

const childrenOf = (pid: number): number[] =>
  execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!);

/** SIGKILL to all of it. */
export function killPostgres(directory: string): void {
  for (const pid of postgresProcesses(directory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with its parent.
    }
  }
}
