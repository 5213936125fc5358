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

  it.each([
    ['', true],
    ['.*', true],
    ['^.*', true],
    ['^.*$', false],
    ['.+', false],
    ['a', false],
  ])('%j surely has everything: %s', (text, expected) => {
    const read = regex(text);
    expect([isEverything(read), isWithin(glob('*'), read)]).toEqual([expected, expected]);
    expect(read).toMatchObject({ text, mode: 'regex', only: undefined, prefix: '' });
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
