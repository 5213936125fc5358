import * as fc from 'fast-check';
import { regex } from '../specification.js';
import { glob } from './glob.js';
import { exactly, isApart, isEverything, isWithin } from './pattern.js';

const PIECES = ['a', 'b', '*', '?', '[ab]', '[!a]', '{a,b}', '{a,*}', '{ab,b}', '{,b}'];
const globs = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => glob(pieces.join('')));
const regexes = fc.constantFrom('', 'a', '^a', 'b$', '^a*$', 'a|b', '^ab$').map(regex);
const patterns = fc.oneof({ weight: 4, arbitrary: globs }, { weight: 1, arbitrary: regexes });

/** Every word of up to four of three letters. */
const LONGEST = 4;
const WORDS = wordsFrom('');
function wordsFrom(start: string): readonly string[] {
  return start.length === LONGEST ? [start] : [start, ...['a', 'b', 'c'].flatMap((next) => wordsFrom(start + next))];
}

describe('two patterns', () => {
  it('are within one another only where every word of the one is one of the other', () => {
    fc.assert(
      fc.property(patterns, patterns, (inner, outer) => {
        if (!isWithin(inner, outer)) return;
        expect(WORDS.filter((word) => inner.has(word) && !outer.has(word))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  it('are apart only where no word is in both', () => {
    fc.assert(
      fc.property(patterns, patterns, (a, b) => {
        if (!isApart(a, b)) return;
        expect(WORDS.filter((word) => a.has(word) && b.has(word))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  it('are apart whichever of them is asked first', () => {
    fc.assert(fc.property(patterns, patterns, (a, b) => expect(isApart(a, b)).toBe(isApart(b, a))));
  });
});

it('a pattern has what it is said to have, and only begins as it is said to begin', () => {
  fc.assert(
    fc.property(patterns, (pattern) => {
      const { only, prefix, isPrefix } = pattern;
      const has = WORDS.filter((word) => pattern.has(word));
      expect(has.filter((word) => !word.startsWith(prefix))).toEqual([]);
      expect(has.filter((word) => only !== undefined && word !== only)).toEqual([]);
      expect(only === undefined || pattern.has(only)).toBe(true);
      expect(WORDS.filter((word) => isPrefix && word.startsWith(prefix) && !pattern.has(word))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

describe('it is seen that', () => {
  it.each<[string, string]>([
    ['a', 'a'],
    ['a', '*'],
    ['*', '*'],
    ['a*b', '*'],
    ['{a,b}', '*'],
    ['default/guestbook', 'default/*'],
    ['default/guestbook', '{default,other}/[a-z]*'],
    ['default/web-*', 'default/*'],
    ['default/{a,b}', 'default/*'],
    ['default/?', 'default/*'],
    ['\\*', '*'],
    ['a*b', 'a*b'],
    ['{a,b}', '{a,b}'],
  ])('%j is within %j', (inner, outer) => {
    expect(isWithin(glob(inner), glob(outer))).toBe(true);
  });

  it.each<[string, string]>([
    ['*', 'a'],
    ['*', 'a*'],
    ['*', '**/*'],
    ['*', '\\*'],
    ['a*', 'a'],
    ['ab', 'a'],
    ['default*', 'default/*'],
    ['', 'a*'],
    ['a', ''],
  ])('%j is not within %j', (inner, outer) => {
    expect(isWithin(glob(inner), glob(outer))).toBe(false);
  });

  it.each<[string, string]>([
    ['a', 'b'],
    ['a', ''],
    ['a', 'b*'],
    ['a', '?b'],
    ['default/*', 'other/*'],
    ['default/*', 'default'],
    ['{a,b}', 'c'],
    ['{ab,ac}', 'b*'],
  ])('%j is apart from %j', (a, b) => {
    expect(isApart(glob(a), glob(b))).toBe(true);
  });

  it.each<[string, string]>([
    ['a', 'a'],
    ['a', '*'],
    ['*', '*'],
    ['a*', 'ab*'],
    ['*a', 'b*'],
  ])('%j is not apart from %j', (a, b) => {
    expect(isApart(glob(a), glob(b))).toBe(false);
  });

  it('a regular expression is within itself and everything, and has what is tried', () => {
    expect(isWithin(regex('^a.c$'), regex('^a.c$'))).toBe(true);
    expect(isWithin(regex('^a.c$'), glob('*'))).toBe(true);
    expect(isWithin(glob('abc'), regex('^a.c$'))).toBe(true);
    expect(isWithin(glob('*'), regex(''))).toBe(true);
    expect(isApart(glob('abd'), regex('^a.c$'))).toBe(true);
  });

  it('the same letters are another thing as a glob than as a regular expression', () => {
    expect(isWithin(glob('a*b'), regex('a*b'))).toBe(false);
    expect(isWithin(regex('a*b'), glob('a*b'))).toBe(false);
  });

  it('what is spelled like a glob may be meant as it stands', () => {
    expect(isWithin(exactly('a*'), glob('a[*]'))).toBe(true);
    expect(isWithin(glob('ab'), exactly('a*'))).toBe(false);
    expect(isApart(exactly('*'), glob('a'))).toBe(true);
    expect(isEverything(exactly('*'))).toBe(false);
  });

  it.each<[string, boolean]>([
    ['*', true],
    ['', false],
    ['a*', false],
    ['?', false],
    ['\\*', false],
  ])('%j is everything: %s', (text, expected) => {
    expect(isEverything(glob(text))).toBe(expected);
  });
});
