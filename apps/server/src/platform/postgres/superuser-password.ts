import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupError } from '../startup-error.js';
import { syncDirectory } from '../sync-directory.js';

/** The password in the file; made if there is none and no cluster can depend on it yet. */
export function superuserPassword(file: string, cluster: string): string {
  if (!existsSync(file)) {
    if (existsSync(cluster)) throw new StartupError('DATA_DIR', `${file} is missing; restore it with its database`);
    writeDurably(file, `${randomBytes(32).toString('base64url')}\n`);
  }
  return readFileSync(file, 'utf8').trim();
}

/** If we die within, the file is either complete or absent. */
function writeDurably(file: string, text: string): void {
  const draft = `${file}.tmp`;
  rmSync(draft, { force: true });
  const fd = openSync(draft, 'wx', 0o600);
  writeSync(fd, text);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(draft, file);
  syncDirectory(dirname(file));
}
