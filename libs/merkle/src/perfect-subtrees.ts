/** `2^level` leaves, the first of which is leaf `index * 2^level`. */
export interface PerfectSubtree {
  readonly level: number;
  readonly index: bigint;
}

/** What knows the roots of parts of a tree: of the leaves `from` (inclusive) to `to` (exclusive). */
export interface Roots {
  root(from: bigint, to: bigint): Buffer | Promise<Buffer>;
}

/**
 * The perfect subtrees that the leaves `from` (inclusive) to `to` (exclusive) fall into, in order. Where a tree is
 * divided (RFC 9162 section 2.1.1), they are the largest first, as the peaks of a frontier are.
 */
export function perfectSubtrees(from: bigint, to: bigint): PerfectSubtree[] {
  const parts: PerfectSubtree[] = [];
  for (let at = from; at < to; ) {
    const level = largestAt(at, to);
    parts.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return parts;
}

/** The height of the largest perfect subtree that begins at leaf `at` and ends at or before `to`. */
function largestAt(at: bigint, to: bigint): number {
  let level = 0;
  while (((at >> BigInt(level)) & 1n) === 0n && at + (2n << BigInt(level)) <= to) level++;
  return level;
}
