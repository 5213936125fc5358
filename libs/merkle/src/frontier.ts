import { emptyRoot, HASH_BYTES, nodeHash } from './hash.js';

/**
 * The compact range of a whole tree: one perfect subtree for each set bit of `size`, the largest first. All that is
 * needed to append and to compute the root.
 */
export interface Frontier {
  readonly size: bigint;
  readonly peaks: readonly Buffer[];
}

/** The root of `2^level` leaves, the first of which is leaf `index * 2^level`. */
export interface CompletedSubtree {
  readonly level: number;
  readonly index: bigint;
  readonly hash: Buffer;
}

/** Levels between the roots of one full tile and those of the next: a C2SP tile is 256 hashes wide. */
export const TILE_HEIGHT = 8;

export const emptyFrontier: Frontier = { size: 0n, peaks: [] };

/**
 * Appends leaf hashes in order.
 *
 * @returns the grown frontier, and each perfect subtree this completed at a positive multiple of {@link TILE_HEIGHT},
 * in order of completion: the roots of the tiles that are now full.
 * @throws {RangeError} when a leaf hash is not 32 bytes.
 */
export function grow(
  frontier: Frontier,
  leafHashes: readonly Buffer[],
): { frontier: Frontier; completed: CompletedSubtree[] } {
  const peaks = [...frontier.peaks];
  const completed: CompletedSubtree[] = [];
  let size = frontier.size;
  for (const leaf of leafHashes) append(peaks, size++, leaf, completed);
  return { frontier: { size, peaks }, completed };
}

function append(peaks: Buffer[], leafIndex: bigint, leaf: Buffer, completed: CompletedSubtree[]): void {
  if (leaf.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes');
  let hash = leaf;
  let index = leafIndex;
  for (let level = 1; index & 1n; level++) {
    hash = nodeHash(peaks.pop()!, hash);
    index >>= 1n;
    if (level % TILE_HEIGHT === 0) completed.push({ level, index, hash });
  }
  peaks.push(hash);
}

/** The root of the tree (RFC 9162 section 2.1.1): SHA-256("") when it is empty. */
export function rootOf({ peaks }: Frontier): Buffer {
  return peaks.length === 0 ? emptyRoot : peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** The peaks as one run of 32-byte hashes, the largest subtree first. */
export function encodePeaks({ peaks }: Frontier): Buffer {
  return Buffer.concat(peaks);
}

/**
 * The reverse of {@link encodePeaks}.
 *
 * @throws {RangeError} unless there is exactly one 32-byte hash for each set bit of the size.
 */
export function decodeFrontier(size: bigint, peaks: Buffer): Frontier {
  const count = size < 0n ? -1 : size.toString(2).replaceAll('0', '').length;
  if (peaks.length !== count * HASH_BYTES) {
    throw new RangeError(`a tree of size ${size} has not ${peaks.length} bytes of peaks`);
  }
  const bytes = Buffer.from(peaks);
  return {
    size,
    peaks: Array.from({ length: count }, (_, n) => bytes.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES)),
  };
}
