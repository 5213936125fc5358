import { join } from 'node:path';
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

/** A live server. Its entries are for those who may read the trail. */
export function serverSource(connection: Connection): LogSource {
  return {
    checkpoint: () => connection.ask((api) => api.GET('/log/checkpoint', { parseAs: 'text' })),
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

/** Without the level, or `entries`. */
const below = (path: string): string => path.slice(path.indexOf('/') + 1);

const bytes = (answer: unknown): Buffer => Buffer.from(answer as ArrayBuffer);
