import fc from 'fast-check';
import { type TreeHead, proveConsistency, verifyConsistency } from './consistency.js';
import { emptyRoot, leafHash, nodeHash } from './hash.js';
import { emptyFrontier, grow } from './frontier.js';
import { Growth } from './growth.js';
import { proveInclusion, verifyInclusion } from './inclusion.js';
import { Subtrees } from './subtrees.js';
import type { Tile } from './tile.js';

/** RFC 9162 section 2.1.1, word for word. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

const LEAVES = Array.from({ length: 700 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
/** Every size comes up again and again. */
const TREES = Array.from({ length: 701 }, (_, size) => ({ size: BigInt(size), root: rootOf(LEAVES.slice(0, size)) }));
const treeOf = (size: number): TreeHead => TREES[size]!;

const TILES = [0, 1].map((tile) => rootOf(LEAVES.slice(tile * 256, (tile + 1) * 256)));

/** As a log stores them: level 1 is the roots of full tiles. */
async function readTile({ level, index, width }: Tile): Promise<readonly Buffer[]> {
  const first = Number(index) * 256;
  if (level === 0) return LEAVES.slice(first, first + width);
  return TILES.slice(first, first + width);
}

const subtrees = (size: number): Subtrees => new Subtrees(BigInt(size), readTile);
const inclusion = (index: number, size: number) => proveInclusion(BigInt(index), BigInt(size), subtrees(size));
const consistency = (from: number, to: number) => proveConsistency(BigInt(from), BigInt(to), subtrees(to));
const included = (index: number, size: number) => ({ ...treeOf(size), leaf: LEAVES[index]!, index: BigInt(index) });

const SIZES = [1, 2, 3, 4, 5, 7, 8, 11, 255, 256, 257, 511, 512, 513, 700];
const size = fc.oneof(fc.constantFrom(...SIZES), fc.integer({ min: 1, max: 700 }));
const pair = fc.tuple(size, size).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
const leafOf = size.chain((of) => fc.tuple(fc.integer({ min: 0, max: of - 1 }), fc.constant(of)));

/** A bit of one hash is another one; or one is missing; or there is one more; or two have changed places. */
function spoilt(hashes: readonly Buffer[], at: number): Buffer[][] {
  const flipped = hashes.map((hash, i) =>
    i === at % hashes.length ? Buffer.from(hash).fill(hash[0]! ^ 1, 0, 1) : hash,
  );
  return [
    ...(hashes.length > 0 ? [flipped, hashes.slice(1), hashes.slice(0, -1)] : []),
    ...(hashes.length > 1 ? [hashes.toReversed()] : []),
    [...hashes, LEAVES[0]!],
    [LEAVES[0]!, ...hashes],
  ];
}

describe('a proof that a leaf is in the tree', () => {
  it('verifies for every leaf of every small tree', async () => {
    for (let of = 1; of <= 40; of++)
      for (let index = 0; index < of; index++)
        expect(verifyInclusion(included(index, of), await inclusion(index, of))).toBe(true);
  });

  it('verifies for any leaf, and no other proof does', async () => {
    await fc.assert(
      fc.asyncProperty(leafOf, fc.nat(), async ([index, of], at) => {
        const proof = await inclusion(index, of);
        expect(verifyInclusion(included(index, of), proof)).toBe(true);
        for (const other of spoilt(proof, at)) expect(verifyInclusion(included(index, of), other)).toBe(false);
      }),
    );
  });

  it('verifies for no other leaf, place or root', async () => {
    await fc.assert(
      fc.asyncProperty(leafOf, leafOf, async ([index, of], [otherIndex, otherSize]) => {
        fc.pre(otherIndex !== index && otherSize !== of);
        const proof = await inclusion(index, of);
        const claim = included(index, of);
        expect(verifyInclusion({ ...claim, leaf: LEAVES[otherIndex]! }, proof)).toBe(false);
        expect(verifyInclusion({ ...claim, index: BigInt(otherIndex) }, proof)).toBe(false);
        expect(verifyInclusion({ ...claim, root: treeOf(otherSize).root }, proof)).toBe(false);
      }),
    );
  });

  it('is none for a leaf outside', async () => {
    await expect(inclusion(5, 5)).rejects.toThrow('has no leaf 5');
    await expect(inclusion(-1, 5)).rejects.toThrow('has no leaf -1');
    const alone = included(0, 1);
    expect(verifyInclusion(alone, [])).toBe(true);
    expect(verifyInclusion({ ...alone, index: 1n }, [])).toBe(false);
    expect(verifyInclusion({ ...alone, index: -1n }, [])).toBe(false);
    expect(verifyInclusion({ ...alone, size: 0n }, [])).toBe(false);
  });

  it('of a new leaf needs no more than the frontier and what is new', async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ([from, to]) => {
        const { frontier } = grow(emptyFrontier, LEAVES.slice(0, from));
        const growth = new Growth(frontier, LEAVES.slice(from, to));
        for (let index = from; index < to; index++) {
          const proof = await proveInclusion(BigInt(index), BigInt(to), growth);
          expect(verifyInclusion(included(index, to), proof)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
    const { frontier } = grow(emptyFrontier, LEAVES.slice(0, 8));
    await expect(proveInclusion(0n, 9n, new Growth(frontier, LEAVES.slice(8, 9)))).rejects.toThrow(RangeError);
  });

  it('asks for no tile twice', async () => {
    const asked: Tile[] = [];
    const tiles = new Subtrees(700n, (tile) => {
      asked.push(tile);
      return readTile(tile);
    });
    await proveInclusion(300n, 700n, tiles);
    expect(new Set(asked.map(({ level, index }) => `${level}/${index}`)).size).toBe(asked.length);
  });

  it('is not made of a tile that is too short', async () => {
    const short = new Subtrees(700n, async (tile) => (await readTile(tile)).slice(1));
    await expect(proveInclusion(300n, 700n, short)).rejects.toThrow('instead of');
  });
});

describe('a proof that the tree has grown', () => {
  it('verifies between all small trees', async () => {
    for (let to = 0; to <= 40; to++)
      for (let from = 0; from <= to; from++)
        expect(verifyConsistency(treeOf(from), treeOf(to), await consistency(from, to))).toBe(true);
  });

  it('verifies between any two, and no other proof does', async () => {
    await fc.assert(
      fc.asyncProperty(pair, fc.nat(), async ([from, to], at) => {
        const proof = await consistency(from, to);
        expect(verifyConsistency(treeOf(from), treeOf(to), proof)).toBe(true);
        for (const other of spoilt(proof, at)) expect(verifyConsistency(treeOf(from), treeOf(to), other)).toBe(false);
      }),
    );
  });

  it('verifies for no other tree', async () => {
    await fc.assert(
      fc.asyncProperty(pair, size, async ([from, to], other) => {
        fc.pre(from !== to && other !== from);
        const proof = await consistency(from, to);
        const fork = { size: BigInt(to), root: LEAVES[0]! };
        expect(verifyConsistency(treeOf(from), fork, proof)).toBe(false);
        expect(verifyConsistency({ ...treeOf(from), root: treeOf(other).root }, treeOf(to), proof)).toBe(false);
        expect(verifyConsistency(treeOf(to), treeOf(from), proof)).toBe(false);
      }),
    );
  });

  it('of nothing, or of what has not grown, is empty', async () => {
    expect(await consistency(0, 7)).toEqual([]);
    expect(await consistency(7, 7)).toEqual([]);
    expect(verifyConsistency(treeOf(0), treeOf(7), [LEAVES[0]!])).toBe(false);
    expect(verifyConsistency(treeOf(7), treeOf(7), [LEAVES[0]!])).toBe(false);
    expect(verifyConsistency(treeOf(7), { ...treeOf(7), root: LEAVES[0]! }, [])).toBe(false);
    await expect(consistency(8, 7)).rejects.toThrow('has not grown');
    await expect(consistency(-1, 7)).rejects.toThrow('has not grown');
  });
});
