import { type Tile, tileIn } from '@tokenledger/merkle/tile';
import type { LogSource } from './log-source.js';

/** A part of a log: entries, and the hashes that the log gives for them. */
export interface Bundle {
  readonly tile: Tile;
  readonly entries: Buffer;
  readonly hashes: Buffer;
}

/** Enough that nobody waits for the way there and back; of a megabyte at most. */
const AHEAD = 4;

/** All bundles below `size`, in order. A few are asked for before they are needed, and never more. */
export async function* tilesAhead(source: LogSource, size: bigint): AsyncGenerator<Bundle> {
  const asked: Promise<Bundle>[] = [];
  for (let index = 0n, tile = tileIn(size, 0, index); tile; tile = tileIn(size, 0, ++index)) {
    asked.push(ask(source, tile));
    if (asked.length > AHEAD) yield asked.shift()!;
  }
  yield* asked;
}

function ask(source: LogSource, tile: Tile): Promise<Bundle> {
  const bundle = Promise.all([source.entries(tile), source.hashes(tile)]).then(([entries, hashes]) => {
    return { tile, entries, hashes };
  });
  // Told when its turn comes: what is wrong before it is told first.
  bundle.catch(() => undefined);
  return bundle;
}
