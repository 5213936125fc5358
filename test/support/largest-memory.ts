import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INTERVAL_MS = 100;

/** The most memory, in MB, that the process has held while `work` was done. */
export async function largestMemory(pid: number, work: () => Promise<void>): Promise<number> {
  let largest = 0;
  const done = new AbortController();
  const watch = async () => {
    for (; !done.signal.aborted; await sleep(INTERVAL_MS)) {
      const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
      largest = Math.max(largest, Number(stdout) / 1024);
    }
  };
  const watching = watch();
  await work().finally(() => done.abort());
  await watching;
  return largest;
}
