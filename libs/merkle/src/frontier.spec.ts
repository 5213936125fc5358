import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { decodeFrontier, emptyFrontier, encodePeaks, grow, rootOf } from './frontier.js';

const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leaves = Array.from({ length: 70_000 }, (_, n) => sha256(Buffer.from(`leaf ${n}`)));

/** RFC 9162 section 2.1.1, word for word. */
function root(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(Buffer.of(1), root(hashes.slice(0, k)), root(hashes.slice(k)));
}

const growTo = (size: number) => grow(emptyFrontier, leaves.slice(0, size));

describe('the frontier', () => {
  it('has the root of RFC 9162 at every size to 300', () => {
    let frontier = emptyFrontier;
    for (let size = 0; size <= 300; size++) {
      expect(rootOf(frontier).equals(root(leaves.slice(0, size)))).toBe(true);
      frontier = grow(frontier, [leaves[size]!]).frontier;
    }
  });

  it.each([511, 512, 513, 4097, 65_535, 65_537, 70_000])('has the root of RFC 9162 at size %d', (size) => {
    expect(rootOf(growTo(size).frontier)).toEqual(root(leaves.slice(0, size)));
  });

  it('has the root of the worked example', () => {
    const hashes = ['{"n":"0"}', '{"n":"1"}', '{"n":"2"}'].map((entry) => sha256(Buffer.of(0), Buffer.from(entry)));
    const expected = 'Z29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=';
    expect(rootOf(grow(emptyFrontier, hashes).frontier).toString('base64')).toBe(expected);
  });

  it('does not depend on how its growth was cut into batches', () => {
    const property = fc.property(fc.array(fc.nat(700), { maxLength: 6 }), (batches) => {
      let frontier = emptyFrontier;
      const completed = [];
      for (const batch of batches) {
        const start = Number(frontier.size);
        const grown = grow(frontier, leaves.slice(start, start + batch));
        frontier = grown.frontier;
        completed.push(...grown.completed);
      }
      expect({ frontier, completed }).toEqual(growTo(Number(frontier.size)));
    });
    fc.assert(property, { numRuns: 20 });
  });

  it('leaves the frontier it grew from as it was', () => {
    const { frontier } = growTo(255);
    const before = { size: frontier.size, peaks: [...frontier.peaks] };
    grow(frontier, leaves.slice(255, 300));
    expect(frontier).toEqual(before);
  });

  it.each([31, 33, 0])('refuses a leaf hash of %d bytes', (length) => {
    expect(() => grow(emptyFrontier, [Buffer.alloc(length)])).toThrow(RangeError);
  });
});

describe('completed subtrees', () => {
  it.each([
    [255, 0, 0],
    [256, 1, 0],
    [511, 1, 0],
    [512, 2, 0],
    [65_535, 255, 0],
    [65_536, 256, 1],
    [70_000, 273, 1],
  ])('at size %d are %d of level 8 and %d of level 16', (size, level8, level16) => {
    const { completed } = growTo(size);
    expect(completed.filter(({ level }) => level === 8)).toHaveLength(level8);
    expect(completed.filter(({ level }) => level === 16)).toHaveLength(level16);
    expect(completed).toHaveLength(level8 + level16);
  });

  it('are the roots of the leaves they stand for, in order of completion', () => {
    const ends: bigint[] = [];
    for (const { level, index, hash } of growTo(70_000).completed) {
      const width = 2 ** level;
      const covered = leaves.slice(Number(index) * width, (Number(index) + 1) * width);
      expect(hash.equals(root(covered))).toBe(true);
      ends.push((index + 1n) << BigInt(level));
    }
    expect(ends).toEqual(ends.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('count from the start of the log, beyond 2^53', () => {
    const size = 2n ** 60n + 255n;
    const frontier = decodeFrontier(size, Buffer.alloc(9 * 32));
    const { completed } = grow(frontier, [leaves[0]!]);
    expect(completed.map(({ level, index }) => ({ level, index }))).toEqual([{ level: 8, index: 2n ** 52n }]);
  });
});

describe('encoded peaks', () => {
  it('decode to the frontier they came from, which then owns its bytes', () => {
    const property = fc.property(fc.nat(1000), (size) => {
      const { frontier } = growTo(size);
      const encoded = encodePeaks(frontier);
      const decoded = decodeFrontier(frontier.size, encoded);
      encoded.fill(0);
      expect(decoded).toEqual(frontier);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it.each([
    ['none for one leaf', 1n, 0],
    ['one for an empty tree', 0n, 32],
    ['one too few', 7n, 64],
    ['one too many', 4n, 64],
    ['half a hash too many', 4n, 48],
    ['a byte too few', 4n, 31],
    ['a negative size', -1n, 32],
    ['a negative size without peaks', -1n, 0],
  ])('are refused: %s', (_, size, bytes) => {
    expect(() => decodeFrontier(size, Buffer.alloc(bytes))).toThrow(RangeError);
  });
});
