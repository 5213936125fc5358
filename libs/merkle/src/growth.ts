import { type Frontier, rootOf } from './frontier.js';
import { nodeHash } from './hash.js';
import { type PerfectSubtree, perfectSubtrees, type Roots } from './perfect-subtrees.js';

/**
 * Roots of parts of a tree that has just grown, from its frontier and its new leaves: enough for the proofs that those
 * are in it, without a look at what was there before.
 *
 * A part to the left of a new leaf, where the tree divides, is a peak of what was there, or was completed by leaves
 * that are new: were the part above it whole before, the leaf would be in there, and not new.
 */
export class Growth implements Roots {
  private readonly hashes = new Map<string, Buffer>();

  constructor(before: Frontier, leaves: readonly Buffer[]) {
    for (const [i, part] of perfectSubtrees(0n, before.size).entries()) this.hashes.set(keyOf(part), before.peaks[i]!);
    for (const [i, leaf] of leaves.entries()) this.append(before.size + BigInt(i), leaf);
  }

  /** @throws {RangeError} for a part of what was there before. */
  root(from: bigint, to: bigint): Buffer {
    return rootOf({ size: to - from, peaks: perfectSubtrees(from, to).map((part) => this.known(part)) });
  }

  private append(position: bigint, leaf: Buffer): void {
    let part: PerfectSubtree = { level: 0, index: position };
    let hash = leaf;
    this.hashes.set(keyOf(part), hash);
    while (part.index & 1n) {
      hash = nodeHash(this.known({ ...part, index: part.index - 1n }), hash);
      part = { level: part.level + 1, index: part.index >> 1n };
      this.hashes.set(keyOf(part), hash);
    }
  }

  private known(part: PerfectSubtree): Buffer {
    const hash = this.hashes.get(keyOf(part));
    if (!hash) throw new RangeError(`nothing is known of ${part.index} at level ${part.level}`);
    return hash;
  }
}

const keyOf = ({ level, index }: PerfectSubtree): string => `${level}/${index}`;
