import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { splitNote } from '@tokenledger/merkle/split-note';
import { tileIn } from '@tokenledger/merkle/tile';
import { CHECKPOINT, entriesFile, hashesFile, type LogSource } from './log-source.js';
import type { Progress } from './verify-log.js';

/**
 * Writes a log into files, laid out as a server has it, and answers how many events there are. The checkpoint comes last: a
 * directory without one is not complete.
 */
export async function writeLog(source: LogSource, directory: string, progress: Progress): Promise<bigint> {
  const note = await source.checkpoint();
  const { size } = parseCheckpoint(splitNote(note).text);
  for (let index = 0n, tile = tileIn(size, 0, index); tile; tile = tileIn(size, 0, ++index)) {
    await write(directory, entriesFile(tile), await source.entries(tile));
    await write(directory, hashesFile(tile), await source.hashes(tile));
    progress(index * 256n + BigInt(tile.width), size);
  }
  await write(directory, CHECKPOINT, note);
  return size;
}

async function write(directory: string, file: string, content: Buffer | string): Promise<void> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { flag: 'wx' });
}
