import { entriesPath, hashesAt, parseTilePath, type Tile, tileIn, tilePath } from './tile.js';

const tile = (level: number, index: bigint, width = 256): Tile => ({ level, index, width });

describe('a path', () => {
  it.each([
    [tile(0, 0n), '0/000'],
    [tile(0, 999n), '0/999'],
    [tile(0, 1000n), '0/x001/000'],
    [tile(3, 1_234_067n), '3/x001/x234/067'],
    [tile(63, 0n, 1), '63/000.p/1'],
    [tile(0, 18_014_398_509_481_983n), '0/x018/x014/x398/x509/x481/983'],
    [tile(1, 5n, 255), '1/005.p/255'],
  ])('names %o', (named, path) => {
    expect(tilePath(named)).toBe(path);
    expect(parseTilePath(path)).toEqual({ ...named, of: 'hashes' });
  });

  it('names entries', () => {
    expect(entriesPath({ index: 1000n, width: 7 })).toBe('entries/x001/000.p/7');
    expect(parseTilePath('entries/x001/000.p/7')).toEqual({ ...tile(0, 1000n, 7), of: 'entries' });
    expect(parseTilePath('entries/000')).toEqual({ ...tile(0, 0n), of: 'entries' });
  });

  it.each([
    ['', 'nothing'],
    ['0/0', 'too few digits'],
    ['0/0000', 'too many'],
    ['00/000', 'a level in two spellings'],
    ['64/000', 'a level there is not'],
    ['0/x000/001', 'an index in two spellings'],
    ['0/001/000', 'a group without its mark'],
    ['0/x001', 'no last group'],
    ['0/000.p/0', 'nothing wide'],
    ['0/000.p/01', 'a width in two spellings'],
    ['0/000.p/256', 'a full tile by the name of a part'],
    ['0/000.p/999', 'wider than a tile'],
    ['0/x018/x014/x398/x509/x481/984', 'behind every position'],
    ['63/x999/x999/x999/x999/x999/x999/x999/999', 'far behind'],
    ['0/000/', 'more'],
    ['0/000\n', 'a line'],
    [' 0/000', 'a space'],
    ['-1/000', 'less than nothing'],
    ['data/000', 'something else'],
    ['entries/0/000', 'entries of a level'],
  ])('is none: %j (%s)', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe('a tree of 70,000', () => {
  it.each([
    [0, 273n, 112],
    [1, 1n, 17],
    [2, 0n, 1],
  ])('has at level %i tile %i as its last, %i wide', (level, last, width) => {
    expect(tileIn(70_000n, level, last)).toEqual(tile(level, last, width));
    expect(tileIn(70_000n, level, last + 1n)).toBeUndefined();
  });

  it('has only full ones before the last', () => {
    expect(tileIn(70_000n, 0, 272n)).toEqual(tile(0, 272n));
    expect(tileIn(70_000n, 1, 0n)).toEqual(tile(1, 0n));
  });

  it('has no third level', () => {
    expect(tileIn(70_000n, 3, 0n)).toBeUndefined();
    expect(hashesAt(3, 70_000n)).toBe(0n);
  });
});

it('of 256 leaves is one full tile, whose root is alone in the next', () => {
  expect(tileIn(256n, 0, 0n)).toEqual(tile(0, 0n));
  expect(tileIn(256n, 0, 1n)).toBeUndefined();
  expect(tileIn(256n, 1, 0n)).toEqual(tile(1, 0n, 1));
});
