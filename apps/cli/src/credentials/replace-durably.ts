import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

/** Far longer than a draft takes: whoever made one that old has died over it. */
const ABANDONED_MS = 5000;
const LOOK_AGAIN_MS = 20;

/**
 * The draft is the lock as well: made only where there is none, then renamed over the file. Whoever reads finds the old
 * text or the new one, whole; whoever writes starts from the last one's.
 */
export async function replaceDurably(file: string, text: () => Promise<string>): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await openAlone(draft);
  try {
    await handle.writeFile(await text());
    await handle.sync();
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}

async function openAlone(draft: string): Promise<FileHandle> {
  const deadline = Date.now() + 2 * ABANDONED_MS;
  while (Date.now() < deadline) {
    const handle = await open(draft, 'wx', 0o600).catch(unlessItExists);
    if (handle !== undefined) return handle;
    await forgetIfAbandoned(draft);
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Failure(EXIT.refused, `${draft} is being written by another tokenledger.`);
}

function unlessItExists(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}

async function forgetIfAbandoned(draft: string): Promise<void> {
  const made = await stat(draft).catch(() => undefined);
  if (made !== undefined && Date.now() - made.mtimeMs > ABANDONED_MS) await rm(draft, { force: true });
}

/** Without it a power cut could take the rename back. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
