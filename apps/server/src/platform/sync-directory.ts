import { closeSync, fsyncSync, openSync } from 'node:fs';

/** After this, names created, renamed or removed in the directory survive a power loss. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
