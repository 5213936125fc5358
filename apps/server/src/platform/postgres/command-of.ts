import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { isNativeError } from 'node:util/types';
import { SYSTEM_ENVIRONMENT } from './system-environment.js';

const run = promisify(execFile);

/** The command line of a running process, its arguments joined by spaces; undefined if it has ended. */
export async function commandOf(pid: number): Promise<string | undefined> {
  // Slim containers have no ps, macOS has no /proc.
  const command = existsSync('/proc/self/cmdline') ? await fromProc(pid) : await fromPs(pid);
  return command === '' ? undefined : command;
}

async function fromProc(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trimEnd();
  } catch (error) {
    return goneOrThrow(error, ['ENOENT', 'ESRCH']);
  }
}

async function fromPs(pid: number): Promise<string> {
  try {
    return (
      await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { env: SYSTEM_ENVIRONMENT })
    ).stdout.trimEnd();
  } catch (error) {
    return goneOrThrow(error, [1]);
  }
}

function goneOrThrow(error: unknown, gone: readonly unknown[]): '' {
  if (isNativeError(error) && 'code' in error && gone.includes(error.code)) return '';
  throw error;
}
