import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { isCanonical } from './is-canonical.js';

const read = (text: string): boolean => isCanonical(JSON.parse(text), text);

it('is what the library says, of any value in its own form and in that of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.stringify(value);
      const canonical = canonicalize(JSON.parse(plain))!;
      expect(read(canonical)).toBe(true);
      expect(read(plain)).toBe(plain === canonical);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['{"a":1,"b":2}', true],
  ['{"b":2,"a":1}', false],
  ['{"x":[{"a":1,"b":2}]}', true],
  ['{"x":[{"b":2,"a":1}]}', false],
  ['{"10":1,"9":2}', true],
  ['{"9":2,"10":1}', false],
  ['{"a":1,"a":1}', false],
  ['{"":1,"A":2,"a":3}', true],
  ['{"\u{1F600}":1,"\uFB33":2}', true],
  ['{"\uFB33":2,"\u{1F600}":1}', false],
  ['"\\u0007"', true],
  ['"\\u0041"', false],
  ['"\\\\ud800"', true],
  ['1e2', false],
  ['1e+21', true],
  ['-0', false],
  [' 1', false],
  ['null', true],
])('%s: %s', (text, canonical) => {
  expect(read(text)).toBe(canonical);
});

it('is nothing with half of a character in it', () => {
  expect(() => read('"\\ud800"')).toThrow('Lone surrogate');
});
