import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, realpathSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isNativeError } from 'node:util/types';
import { tryLock } from 'fs-native-extensions';
import { StartupError } from './startup-error.js';
import { syncDirectory } from './sync-directory.js';

/** DATA_DIR, held by this process alone until release, or until the process ends in whatever way. */
export interface DataDir {
  /** Absolute, without symbolic links. */
  readonly path: string;
  release(): void;
}

export function lockDataDir(directory: string): DataDir {
  try {
    const path = create(directory);
    return hold(path, openSync(join(path, 'lock'), 'a+', 0o600));
  } catch (error) {
    if (error instanceof StartupError || !isNativeError(error)) throw error;
    const advice = 'name a directory on a local disk that this account may write to';
    throw new StartupError('DATA_DIR', `${directory} cannot be used (${error.message}); ${advice}`, { cause: error });
  }
}

// Only the last folder is private: an account that PostgreSQL may have to run as must pass through the ones above.
function create(directory: string): string {
  const parent = dirname(resolve(directory));
  mkdirSync(parent, { recursive: true });
  if (mkdirSync(directory, { recursive: true, mode: 0o700 })) syncDirectory(parent);
  return realpathSync(directory);
}

// The lock belongs to the open file description. Node opens it close-on-exec, so no child can keep it alive after us.
// The file itself stays for ever: were it removed, two processes could each lock a file of that name.
function hold(path: string, fd: number): DataDir {
  takeOrClose(path, fd);
  let held = true;
  return {
    path,
    release() {
      if (held) closeSync(fd);
      held = false;
    },
  };
}

function takeOrClose(path: string, fd: number): void {
  try {
    if (!tryLock(fd)) throw new StartupError('DATA_DIR', `${path} is in use by ${holder(fd)}; stop that one first`);
    ftruncateSync(fd);
    writeSync(fd, `${process.pid}\n`);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** For people only: the pid may be of another container. */
function holder(fd: number): string {
  const pid = readFileSync(fd, 'utf8').trim();
  return pid === '' ? 'another process' : `another process (pid ${pid})`;
}
