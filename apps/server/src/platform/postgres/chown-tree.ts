import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A folder changes its owner after all that is in it, so its owner says that it is done, and a cut is made good later. */
export function chownTree(path: string, uid: number, gid: number): void {
  const entry = lstatSync(path);
  if (entry.uid === uid) return;
  if (entry.isDirectory()) for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid);
  lchownSync(path, uid, gid);
}
