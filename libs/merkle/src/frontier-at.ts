import { emptyFrontier, type Frontier, grow } from './frontier.js';
import { hashesAt, type ReadTile, TILE_WIDTH } from './tile.js';

/**
 * The frontier a log had at a past size, from at most one partial tile of each level; levels that hold none of its
 * peaks are not read.
 *
 * @throws {RangeError} for a negative size, or when the reader returns another number of hashes than it was asked for.
 */
export async function frontierAt(size: bigint, read: ReadTile): Promise<Frontier> {
  if (size < 0n) throw new RangeError('a tree size is not negative');
  const peaks: Buffer[] = [];
  for (let level = 0; hashesAt(level, size) > 0n; level++) {
    const hashes = hashesAt(level, size);
    const [index, width] = [hashes / BigInt(TILE_WIDTH), Number(hashes % BigInt(TILE_WIDTH))];
    if (width > 0) peaks.unshift(...peaksOf(await read({ level, index, width }), width));
  }
  return { size, peaks };
}

// The hashes of a partial tile stand to its peaks as leaves do to theirs: a tile is a Merkle tree of its own.
function peaksOf(hashes: readonly Buffer[], width: number): readonly Buffer[] {
  if (hashes.length !== width) throw new RangeError(`read ${hashes.length} tree hashes instead of ${width}`);
  return grow(emptyFrontier, hashes).frontier.peaks;
}
