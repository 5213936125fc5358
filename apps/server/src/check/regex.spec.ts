import fc from 'fast-check';
import { RE2JS } from 're2js';
import { glob, isEverything, isWithin } from '@tokenledger/domain';
import { regex } from './regex.js';

describe('a regular expression', () => {
  it.each<[text: string, has: string[], hasNot: string[]]>([
    ['', ['', 'a'], []],
    ['.*', ['', 'a', 'a\nb'], []],
    ['a', ['a', 'cab'], ['', 'b', 'A']],
    ['^a', ['a', 'ab'], ['ba']],
    ['^a$', ['a'], ['ab', 'a\n']],
    ['^default/.*$', ['default/', 'default/a/b'], ['default', 'my-default/a']],
    ['^(get|sync)$', ['get', 'sync'], ['gets', 'delete']],
    ['(?i)^A', ['a', 'A'], ['b']],
    ['\\d{2}', ['a12b'], ['1a2']],
    ['^.$', ['😀', 'ü'], ['', 'ab']],
    ['[[:upper:]]', ['aB'], ['ab']],
  ])('%j', (text, has, hasNot) => {
    const read = regex(text);
    expect(has.filter((word) => !read.has(word))).toEqual([]);
    expect(hasNot.filter((word) => read.has(word))).toEqual([]);
  });

  it.each(['(', '[a', '*', 'a**', '(?<x', '(?=a)', '(a)\\1', 'a{1001}', '\\'])(
    'is not %j, and that is said in a line',
    (text) => {
      expect(() => regex(text)).toThrow(SyntaxError);
      expect(() => regex(text)).toThrow(/^(?!error parsing)[^\n]+$/);
    },
  );

  it.each(['[^a]{1000}', '(\\pL{10}){90}', 'a{500}b{500}'])('may not be as large as %j', (text) => {
    expect(() => regex(text)).toThrow(new SyntaxError('it repeats too much: more than 1000 steps'));
    expect(regex('[a-z]{3,63}/[a-z0-9-]{1,63}').has('default/web')).toBe(true);
  });

  it.each<[text: string, only: string | undefined, prefix: string, isPrefix: boolean]>([
    ['', undefined, '', true],
    ['^', undefined, '', true],
    ['.*', undefined, '', true],
    ['^.*', undefined, '', true],
    ['^.*$', undefined, '', false],
    ['.+', undefined, '', false],
    ['$', undefined, '', false],
    ['a', undefined, '', false],
    ['a$', undefined, '', false],
    ['a.*', undefined, '', false],
    ['^$', '', '', false],
    ['^users$', 'users', 'users', false],
    ['^default/', undefined, 'default/', true],
    ['^default/.*', undefined, 'default/', true],
    ['^default/.*$', undefined, '', false],
    ['^a|b$', undefined, '', false],
    ['^a?$', undefined, '', false],
    ['^a.b$', undefined, '', false],
    ['^a\\$', undefined, '', false],
    ['(?i)^a', undefined, '', false],
  ])('of %j it is known what it surely has', (text, only, prefix, isPrefix) => {
    const read = regex(text);
    expect(read).toMatchObject({ text, mode: 'regex', only, prefix, isPrefix });
    expect(isEverything(read)).toBe(isPrefix && prefix === '');
    expect(isWithin(glob('*'), read)).toBe(isEverything(read));
  });

  it('says the same where that is easily had', () => {
    const texts = fc.stringMatching(/^\^?[ab/]{0,2}(\$|\.\*|)$/);
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\n'), maxLength: 4 });
    fc.assert(
      fc.property(texts, words, (text, word) => {
        expect(regex(text).has(word)).toBe(RE2JS.compile(text).matcher(word).find());
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, string]>([
    ['^(a+)+$', `${'a'.repeat(5000)}b`],
    ['^(a|a)*$', `${'a'.repeat(5000)}b`],
    ['(x+x+)+y', 'x'.repeat(5000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5000)],
  ])('makes nobody wait: %j', (text, word) => {
    const read = regex(text);
    const begun = performance.now();
    expect(read.has(word)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
