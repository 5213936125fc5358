import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { splitNote } from '@tokenledger/merkle/split-note';
import { CHECKPOINT, entriesFile, hashesFile, type LogSource } from './log-source.js';
import { tilesAhead } from './tiles-ahead.js';
import type { Progress } from './verify-log.js';

/**
 * Writes a log into files, laid out as a server has it, and answers how many events there are. The checkpoint comes last: a
 * directory without one is not complete.
 */
export async function writeLog(source: LogSource, directory: string, progress: Progress): Promise<bigint> {
  const note = await source.checkpoint();
  const { size } = parseCheckpoint(splitNote(note).text);
  for await (const { tile, entries, hashes } of tilesAhead(source, size)) {
    await write(directory, entriesFile(tile), entries);
    await write(directory, hashesFile(tile), hashes);
    progress(tile.index * 256n + BigInt(tile.width), size);
  }
  await write(directory, CHECKPOINT, note);
  return size;
}

async function write(directory: string, file: string, content: Buffer | string): Promise<void> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { flag: 'wx' });
}
