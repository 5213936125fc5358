import { nodeHash } from './hash.js';
import type { Roots } from './perfect-subtrees.js';

/**
 * The hashes that prove that leaf `index` is in the tree of the first `size` leaves, its sibling first: PATH of RFC
 * 9162 section 2.1.3.1.
 *
 * @throws {RangeError} for a leaf that is not in the tree.
 */
export async function proveInclusion(index: bigint, size: bigint, roots: Roots): Promise<Buffer[]> {
  if (index < 0n || index >= size) throw new RangeError(`a tree of size ${size} has no leaf ${index}`);
  const proof: Buffer[] = [];
  for (let [from, to] = [0n, size]; to - from > 1n; ) {
    const middle = from + split(to - from);
    const left = index < middle;
    proof.unshift(await (left ? roots.root(middle, to) : roots.root(from, middle)));
    [from, to] = left ? [from, middle] : [middle, to];
  }
  return proof;
}

/** The largest power of two smaller than `size`, which is at least 2. */
export function split(size: bigint): bigint {
  let k = 1n;
  while (k << 1n < size) k <<= 1n;
  return k;
}

/** What an inclusion proof is about: `leaf`, its hash, as leaf `index` of a tree of this size and root. */
export interface Included {
  readonly leaf: Buffer;
  readonly index: bigint;
  readonly size: bigint;
  readonly root: Buffer;
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion({ leaf, index, size, root }: Included, proof: readonly Buffer[]): boolean {
  if (index < 0n || index >= size) return false;
  let [fn, sn, hash] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && hash.equals(root);
}
