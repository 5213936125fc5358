import * as fc from 'fast-check';
import { plainly } from '../specification.js';
import { glob } from './glob.js';

const PIECES = ['a', 'b', '/', '.', '*', '*', '?', '[ab]', '[!a]', '[!ab]', '[a-b]'];
const plain = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join(''));
const choice = fc.array(plain, { minLength: 1, maxLength: 3 }).map((some) => `{${some.join(',')}}`);
const nested = fc.tuple(plain, choice, plain).map(([before, some, behind]) => `{${before}${some}${behind},b}`);
const globs = fc.array(fc.oneof(plain, choice, nested), { maxLength: 3 }).map((parts) => parts.join(''));
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '.'), maxLength: 7 });

describe('a glob', () => {
  it('answers as a plain reading of it does', () => {
    fc.assert(
      fc.property(globs, fc.array(words, { minLength: 1, maxLength: 10 }), (text, some) => {
        const reading = plainly(text);
        expect(some.filter((word) => glob(text).has(word))).toEqual(some.filter((word) => reading.test(word)));
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[text: string, has: string[], hasNot: string[]]>([
    ['', [''], ['a', ' ']],
    ['abc', ['abc'], ['', 'ab', 'abcd', 'ABC', ' abc']],
    ['*', ['', 'a', 'a/b', '\n', '*'], []],
    ['**', ['', 'a', 'a/b'], []],
    ['*/*', ['default/guestbook', 'a/b/c', '/'], ['', 'default']],
    ['default/*', ['default/', 'default/a', 'default/a/b'], ['default', 'defaults/a', 'my/default/a']],
    ['action/*/restart', ['action/apps/Deployment/restart'], ['action/restart', 'action/apps/restarted']],
    ['*a*b', ['ab', 'cacb', 'aabab'], ['ba', 'abc', '']],
    ['a?c', ['abc', 'a/c', 'a?c', 'a😀c'], ['ac', 'abbc']],
    ['[ab]', ['a', 'b'], ['', 'c', 'ab', '[ab]']],
    ['[!ab]', ['c', '!', '/'], ['a', 'b', '']],
    ['[a-c]x', ['ax', 'bx', 'cx'], ['dx', '-x']],
    ['[!a-c]', ['d', '-'], ['a', 'b', 'c']],
    ['[]a]', [']', 'a'], ['[', '[]a]']],
    ['[!]a]', ['b', '!'], [']', 'a']],
    ['[a-]', ['a', '-'], ['b']],
    ['[-a]', ['a', '-'], ['b']],
    ['[a!]', ['a', '!'], ['b']],
    ['[*?{,}]', ['*', '?', '{', ',', '}'], ['a', '']],
    ['[\\]]', [']'], ['\\', 'a']],
    ['[\\!-\\]]', ['!', 'A', ']'], ['^', ' ']],
    ['[\uFF5A-😀]', ['\uFF5A', '😀'], ['a', '\uFF59', '😁']],
    ['{a,b}', ['a', 'b'], ['', 'ab', '{a,b}', ',']],
    ['{a,{b,c}d}e', ['ae', 'bde', 'cde'], ['be', 'ade', 'e']],
    ['{,a}', ['', 'a'], ['aa']],
    ['{}', [''], ['{}']],
    ['x{a,b*}y', ['xay', 'xby', 'xbay'], ['xy', 'xaay']],
    ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd'], ['ab', 'a', 'c']],
    ['{dev,test}-*', ['dev-', 'test-1'], ['prod-1', 'dev']],
    ['{\\,,\\}}', [',', '}'], ['\\', '']],
    ['\\*', ['*'], ['a', '\\*', '']],
    ['\\\\', ['\\'], ['\\\\']],
    ['a,b', ['a,b'], ['a', 'b']],
    ['a]', ['a]'], ['a']],
    ['-', ['-'], ['']],
  ])('%j', (text, has, hasNot) => {
    const is = (word: string) => glob(text).has(word);
    expect(has.filter((word) => !is(word))).toEqual([]);
    expect(hasNot.filter(is)).toEqual([]);
  });

  it.each<[string, string]>([
    ['{', 'a { without its }'],
    ['{a,b', 'a { without its }'],
    ['{a,{b}', 'a { without its }'],
    ['}', 'a } without its {'],
    ['{a}}', 'a } without its {'],
    ['[', '] is missing'],
    ['[a', '] is missing'],
    ['[]', '] is missing'],
    ['[!]', '] is missing'],
    ['[a-', 'the end of a range is missing'],
    ['[b-a]', 'the range b-a, which is empty'],
    ['[a\\', 'a character after \\ is missing'],
    ['[a-\\', 'a character after \\ is missing'],
    ['\\', 'a character after \\ is missing'],
    ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'more than 100 choices'],
    [`{${'a,'.repeat(100)}a}`, 'more than 100 choices'],
    [`${'{'.repeat(21)}a${'}'.repeat(21)}`, 'braces in more than 20 others'],
    ['{'.repeat(200), 'braces in more than 20 others'],
  ])('is not %j: %s', (text, detail) => {
    expect(() => glob(text)).toThrow(new SyntaxError(detail));
  });

  it('has up to a hundred choices', () => {
    expect(glob(`{${'a,'.repeat(99)}b}`).has('b')).toBe(true);
    expect(glob('{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}').has('ababab')).toBe(true);
  });
});

describe('what is known of a glob', () => {
  it.each<[text: string, only: string | undefined, prefix: string, isPrefix: boolean]>([
    ['', '', '', false],
    ['abc', 'abc', 'abc', false],
    ['\\*', '*', '*', false],
    ['😀', '😀', '😀', false],
    ['*', undefined, '', true],
    ['abc*', undefined, 'abc', true],
    ['😀*', undefined, '😀', true],
    ['a*b', undefined, 'a', false],
    ['a*b*', undefined, 'a', false],
    ['ab[c]', undefined, 'ab', false],
    ['ab?', undefined, 'ab', false],
    ['{abc,abd}', undefined, 'ab', false],
    ['{abc,abd}*', undefined, 'ab', false],
    ['{a}', 'a', 'a', false],
  ])('%j', (text, only, prefix, isPrefix) => {
    expect(glob(text)).toMatchObject({ text, mode: 'glob', only, prefix, isPrefix });
  });
});

describe('no glob makes whoever asks wait', () => {
  it.each<[string, string]>([
    ['*a*a*a*a*a*a*b', 'a'.repeat(10_000)],
    [`${'*a'.repeat(60)}b`, 'a'.repeat(10_000)],
    [`${'*?'.repeat(60)}b`, 'a'.repeat(10_000)],
    [`${'*'.repeat(120)}b`, 'a'.repeat(10_000)],
    [`{*,a}{*,b}{*,a}{*,b}{*,a}{*,b}${'*a'.repeat(40)}b`, 'a'.repeat(1000)],
  ])('%j', (text, word) => {
    const read = glob(text);
    const begun = performance.now();
    expect(read.has(word)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
