import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from './sync-directory.js';

/** Puts a private file in place whole: whoever dies at whatever instant leaves the old content or the new. */
export function writeDurably(path: string, content: string): void {
  const draft = `${path}.tmp`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  syncDirectory(dirname(path));
}
