import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { entriesPath, type Tile, tilePath } from '@tokenledger/merkle/tile';
import type { Connection } from '../connection.js';
import { keptFile } from './kept-file.js';

/** A log, as a server gives it and as files keep it that were taken from one: both are laid out alike (C2SP tlog-tiles). */
export interface LogSource {
  checkpoint(): Promise<string>;
  hashes(tile: Tile): Promise<Buffer>;
  entries(tile: Tile): Promise<Buffer>;
}

export const CHECKPOINT = 'checkpoint';
export const hashesFile = (tile: Tile): string => `tile/${tilePath(tile)}`;
export const entriesFile = (tile: Tile): string => `tile/${entriesPath(tile)}`;

/** What `tokenledger export` has written. */
export function directorySource(directory: string): LogSource {
  const read = (file: string): Promise<Buffer> => keptFile(join(directory, file));
  return {
    checkpoint: async () => (await read(CHECKPOINT)).toString(),
    hashes: (tile) => read(hashesFile(tile)),
    entries: (tile) => read(entriesFile(tile)),
  };
}

/**
 * A live server. Its entries are for those who may read the trail. `least`: of a checkpoint that somebody has already; what a
 * server shows may be behind it for as long as its witnesses take.
 */
export function serverSource(connection: Connection, least = 0n): LogSource {
  const checkpoint = () => connection.ask((api) => api.GET('/log/checkpoint', { parseAs: 'text' }));
  return {
    async checkpoint() {
      let note = await checkpoint();
      for (const end = Date.now() + BEHIND_MS; sizeOf(note) < least && Date.now() < end; note = await checkpoint())
        await sleep(PAUSE_MS);
      return note;
    },
    async hashes({ level, ...tile }) {
      const path = { level: String(level), path: below(tilePath({ level, ...tile })) };
      return bytes(
        await connection.ask((api) =>
          api.GET('/log/tile/{level}/{path}', { params: { path }, parseAs: 'arrayBuffer' }),
        ),
      );
    },
    async entries(tile) {
      const path = { path: below(entriesPath(tile)) };
      return bytes(
        await connection.ask((api) =>
          api.GET('/log/tile/entries/{path}', { params: { path }, parseAs: 'arrayBuffer' }),
        ),
      );
    },
  };
}

/** Longer than any server shows a checkpoint that is not its newest. */
const BEHIND_MS = 15_000;
const PAUSE_MS = 500;

/** Of a note that nobody has verified; 0 where it says none. */
const sizeOf = (note: string): bigint => BigInt(/^[^\n]*\n(\d{1,20})\n/.exec(note)?.[1] ?? 0);

/** Without the level, or `entries`. */
const below = (path: string): string => path.slice(path.indexOf('/') + 1);

const bytes = (answer: unknown): Buffer => Buffer.from(answer as ArrayBuffer);
