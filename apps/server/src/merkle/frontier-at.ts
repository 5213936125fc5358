import { emptyFrontier, type Frontier, grow, TILE_HEIGHT } from './frontier.js';

/** Leaf hashes of the leaves `from` (inclusive) to `to` (exclusive), in order. */
type ReadLeaves = (from: bigint, to: bigint) => Promise<readonly Buffer[]>;

/** Roots of the perfect subtrees `from` (inclusive) to `to` (exclusive) of a level that is a multiple of 8. */
type ReadSubtrees = (level: number, from: bigint, to: bigint) => Promise<readonly Buffer[]>;

/**
 * The frontier a log had at a past size, from at most 255 hashes of each tile level; levels that hold none of its
 * peaks are not read.
 *
 * @throws {RangeError} for a negative size, or when a reader returns another number of hashes than it was asked for.
 */
export async function frontierAt(size: bigint, leaves: ReadLeaves, subtrees: ReadSubtrees): Promise<Frontier> {
  if (size < 0n) throw new RangeError('a tree size is not negative');
  const peaks: Buffer[] = [];
  for (let level = 0; size >> BigInt(level) > 0n; level += TILE_HEIGHT) {
    const to = size >> BigInt(level);
    const from = (to >> BigInt(TILE_HEIGHT)) << BigInt(TILE_HEIGHT);
    if (from === to) continue;
    const hashes = await (level === 0 ? leaves(from, to) : subtrees(level, from, to));
    peaks.unshift(...peaksOf(hashes, to - from));
  }
  return { size, peaks };
}

// The hashes of a partial tile stand to its peaks as leaves do to theirs: a tile is a Merkle tree of its own.
function peaksOf(hashes: readonly Buffer[], width: bigint): readonly Buffer[] {
  if (BigInt(hashes.length) !== width) throw new RangeError(`read ${hashes.length} tree hashes instead of ${width}`);
  return grow(emptyFrontier, hashes).frontier.peaks;
}
