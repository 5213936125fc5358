import { emptyFrontier, grow } from './frontier.js';
import { frontierAt } from './frontier-at.js';
import { leafHash } from './hash.js';
import type { Tile } from './tile.js';

const SIZE = 140_000;
const leaves = Array.from({ length: SIZE }, (_, n) => leafHash(Buffer.from(String(n))));
const { completed } = grow(emptyFrontier, leaves);
const rootsAt = (level: number) => completed.filter((subtree) => subtree.level === level).map(({ hash }) => hash);
const levels = [leaves, rootsAt(8), rootsAt(16)];

const readTile = async ({ level, index, width }: Tile) =>
  levels[level]!.slice(Number(index) * 256, Number(index) * 256 + width);

function watched() {
  const reads: Tile[] = [];
  return { reads, read: (tile: Tile) => (reads.push(tile), readTile(tile)) };
}

const EDGES = Array.from({ length: 18 }, (_, n) => 2 ** n).flatMap((power) => [power - 1, power, power + 1]);
const SPREAD = Array.from({ length: 100 }, (_, n) => n * 1400);
const TILES = [511, 513, 65_792, 70_000, 131_328, SIZE];
const SIZES = [...EDGES, ...SPREAD, ...TILES].toSorted((a, b) => a - b);

describe('the frontier at a past size', () => {
  it('is the one the log had, for sizes near every power of two and all over its length', async () => {
    let frontier = emptyFrontier;
    for (const size of SIZES) {
      frontier = grow(frontier, leaves.slice(Number(frontier.size), size)).frontier;
      expect(await frontierAt(BigInt(size), readTile)).toEqual(frontier);
    }
  });

  it('reads one partial tile of each level', async () => {
    const { reads, read } = watched();
    await frontierAt(70_000n, read);
    expect(reads).toEqual([
      { level: 0, index: 273n, width: 112 },
      { level: 1, index: 1n, width: 17 },
      { level: 2, index: 0n, width: 1 },
    ]);
  });

  it('reads nothing of a level without peaks', async () => {
    const { reads, read } = watched();
    await frontierAt(65_536n, read);
    expect(reads).toEqual([{ level: 2, index: 0n, width: 1 }]);
  });

  it.each([
    ['a leaf is missing', 0, -1],
    ['a leaf is left over', 0, 1],
    ['a subtree is missing', 1, -1],
    ['a subtree is left over', 1, 1],
  ])('is refused when %s', async (_, spoilt, off) => {
    const attempt = frontierAt(259n + 256n, ({ level, width }) =>
      Promise.resolve(leaves.slice(0, level === spoilt ? width + off : width)),
    );
    await expect(attempt).rejects.toThrow(RangeError);
  });

  it('is refused for a negative size', async () => {
    await expect(frontierAt(-1n, readTile)).rejects.toThrow(RangeError);
  });
});
