import { spawn } from 'node:child_process';

/**
 * Stops processes for a while (SIGSTOP): they keep their connections and their locks, and answer nothing. A shell of its
 * own lets them go on, so that none stays stopped when we end.
 */
export async function freeze(pids: readonly number[], seconds: number): Promise<void> {
  const script = `kill -STOP "$@"; sleep ${seconds}; kill -CONT "$@"`;
  const shell = spawn('/bin/sh', ['-c', script, 'sh', ...pids.map(String)], { stdio: 'ignore', detached: true });
  await new Promise((resolve) => shell.once('close', resolve));
}
