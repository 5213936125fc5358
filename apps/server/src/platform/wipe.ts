import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';

/**
 * Does `replace`, which puts another file in the place of `path`, and then writes over the bytes of the one that was there, as
 * far as the file system lets anybody: one that copies on writing, or a disk that moves blocks, keeps them for a while.
 */
export function wiping(path: string, replace: () => void): void {
  const fd = openSync(path, 'r+');
  try {
    const { size } = fstatSync(fd);
    replace();
    writeSync(fd, Buffer.alloc(size), 0, size, 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
