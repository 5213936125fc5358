import { nodeHash } from './hash.js';
import { split } from './inclusion.js';
import type { Roots } from './perfect-subtrees.js';

/**
 * The hashes that prove that a tree of size `to` has grown from one of size `from`: PROOF of RFC 9162 section 2.1.4.1.
 * None where nothing has grown, or from nothing.
 *
 * @throws {RangeError} unless `from` is at most `to`.
 */
export async function proveConsistency(from: bigint, to: bigint, roots: Roots): Promise<Buffer[]> {
  if (from < 0n || from > to) throw new RangeError(`a tree of size ${to} has not grown from one of size ${from}`);
  if (from === 0n || from === to) return [];
  const proof: Buffer[] = [];
  let [start, end, whole] = [0n, to, true];
  while (from !== end) {
    const middle = start + split(end - start);
    if (from <= middle) {
      proof.unshift(await roots.root(middle, end));
      end = middle;
    } else {
      proof.unshift(await roots.root(start, middle));
      [start, whole] = [middle, false];
    }
  }
  return whole ? proof : [await roots.root(start, end), ...proof];
}

/** A tree as its checkpoint says it is. */
export interface TreeHead {
  readonly size: bigint;
  readonly root: Buffer;
}

/**
 * Whether `proof` shows that `to` has grown from `from`: RFC 9162 section 2.1.4.2. Of two of one size the roots have to
 * be equal; whatever there is has grown from nothing (C2SP tlog-witness). Both with an empty proof.
 */
export function verifyConsistency(from: TreeHead, to: TreeHead, proof: readonly Buffer[]): boolean {
  if (from.size > to.size || from.size < 0n) return false;
  if (from.size === to.size) return proof.length === 0 && from.root.equals(to.root);
  if (from.size === 0n) return proof.length === 0;
  const [first, ...rest] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let [fn, sn] = [from.size - 1n, to.size - 1n];
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [before, after] = [first, first];
  for (const hash of rest) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [before, after] = [nodeHash(hash, before), nodeHash(hash, after)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else after = nodeHash(after, hash);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && before.equals(from.root) && after.equals(to.root);
}

const isPowerOfTwo = (size: bigint): boolean => (size & (size - 1n)) === 0n;
