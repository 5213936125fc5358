import { emptyFrontier, grow } from './frontier.js';
import { frontierAt } from './frontier-at.js';
import { leafHash } from './hash.js';

const SIZE = 140_000;
const leaves = Array.from({ length: SIZE }, (_, n) => leafHash(Buffer.from(String(n))));
const { completed } = grow(emptyFrontier, leaves);
const rootsAt = (level: number) => completed.filter((subtree) => subtree.level === level).map(({ hash }) => hash);
const levels = new Map([
  [0, leaves],
  [8, rootsAt(8)],
  [16, rootsAt(16)],
]);

function log() {
  const reads: { level: number; from: bigint; to: bigint }[] = [];
  const subtrees = (level: number, from: bigint, to: bigint) => {
    reads.push({ level, from, to });
    return Promise.resolve(levels.get(level)!.slice(Number(from), Number(to)));
  };
  return { reads, leaves: (from: bigint, to: bigint) => subtrees(0, from, to), subtrees };
}

const hashes = (count: number) => Promise.resolve(leaves.slice(0, count));

const EDGES = Array.from({ length: 18 }, (_, n) => 2 ** n).flatMap((power) => [power - 1, power, power + 1]);
const SPREAD = Array.from({ length: 100 }, (_, n) => n * 1400);
const TILES = [511, 513, 65_792, 70_000, 131_328, SIZE];
const SIZES = [...EDGES, ...SPREAD, ...TILES].toSorted((a, b) => a - b);

describe('the frontier at a past size', () => {
  it('is the one the log had, for sizes near every power of two and all over its length', async () => {
    let frontier = emptyFrontier;
    for (const size of SIZES) {
      frontier = grow(frontier, leaves.slice(Number(frontier.size), size)).frontier;
      const { leaves: readLeaves, subtrees } = log();
      expect(await frontierAt(BigInt(size), readLeaves, subtrees)).toEqual(frontier);
    }
  });

  it('reads one partial tile of each level', async () => {
    const { reads, leaves: readLeaves, subtrees } = log();
    await frontierAt(70_000n, readLeaves, subtrees);
    expect(reads).toEqual([
      { level: 0, from: 69_888n, to: 70_000n },
      { level: 8, from: 256n, to: 273n },
      { level: 16, from: 0n, to: 1n },
    ]);
  });

  it('reads nothing of a level without peaks', async () => {
    const { reads, leaves: readLeaves, subtrees } = log();
    await frontierAt(65_536n, readLeaves, subtrees);
    expect(reads).toEqual([{ level: 16, from: 0n, to: 1n }]);
  });

  it.each([
    ['a leaf is missing', -1, 0],
    ['a leaf is left over', 1, 0],
    ['a subtree is missing', 0, -1],
    ['a subtree is left over', 0, 1],
  ])('is refused when %s', async (_, leavesOff, subtreesOff) => {
    const attempt = frontierAt(
      259n + 256n,
      (from, to) => hashes(Number(to - from) + leavesOff),
      (_level, from, to) => hashes(Number(to - from) + subtreesOff),
    );
    await expect(attempt).rejects.toThrow(RangeError);
  });

  it('is refused for a negative size', async () => {
    const { leaves: readLeaves, subtrees } = log();
    await expect(frontierAt(-1n, readLeaves, subtrees)).rejects.toThrow(RangeError);
  });
});
