import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { type CanonicalValue, canonicalJson } from './canonical-json.js';

const parse: (text: string) => CanonicalValue = JSON.parse;
const canonicalOfAny: (value: any) => string = canonicalJson;

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '/', '~', '\0', '\n', '\u001f', '\u007f', '\u2028', '\ufb33', '😀') }),
);
const names = fc.oneof(strings, fc.constantFrom('__proto__', 'constructor', 'toJSON', '', '0', '10', '9'));

const { value: values } = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    strings,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(names, tie('value'), { maxKeys: 6 }),
  ),
}));

describe('canonical JSON', () => {
  it('agrees with an independent implementation of RFC 8785', () => {
    const property = fc.property(values, (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('parses to the value it was made from, and stays the same when made again', () => {
    const property = fc.property(values, (value) => {
      const text = canonicalJson(value);
      expect(JSON.stringify(JSON.parse(text))).toHaveLength(text.length);
      expect(canonicalJson(parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(property);
  });

  it('orders names by UTF-16 code units: U+1F600 before U+FB33', () => {
    const names8785 = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    const expected = '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}';
    expect(canonicalJson(names8785)).toBe(expected);
  });

  it.each<[string, CanonicalValue, string]>([
    ['minus zero', -0, '0'],
    ['the largest safe integer', 2 ** 53 - 1, '9007199254740991'],
    ['the smallest safe integer', 1 - 2 ** 53, '-9007199254740991'],
    ['an exponent that is an integer', 1e2, '100'],
    ['control characters', '\b\t\n\f\r\0\u001f', '"\\b\\t\\n\\f\\r\\u0000\\u001f"'],
    ['quotes, backslashes and slashes', '"\\/', '"\\"\\\\/"'],
    ['what needs no escape', '\u007f\u2028\u2029\u{1f600}', '"\u007f\u2028\u2029\u{1f600}"'],
    ['text that is not normalised', 'e\u0301', '"e\u0301"'],
    ['an empty object', {}, '{}'],
    ['an empty array', [], '[]'],
    ['an empty name', { '': [{}] }, '{"":[{}]}'],
    ['names that look like indexes', { '10': 1, '9': 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['the name __proto__', parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('writes %s', (_, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });
});

describe('canonical JSON refuses', () => {
  class Secret {
    value = 's3cret';
  }
  const refused: [string, unknown][] = [
    ['undefined', undefined],
    ['a function', () => 's3cret'],
    ['a symbol', Symbol('s3cret')],
    ['a bigint', 73_313_731n],
    ['a fraction', 7331.5],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['minus Infinity', Number.NEGATIVE_INFINITY],
    ['2^53', 2 ** 53],
    ['minus 2^53', -(2 ** 53)],
    ['1e21', 1e21],
    ['a high surrogate', 's3cret\ud83d'],
    ['a low surrogate', '\ude00s3cret'],
    ['surrogates in the wrong order', 's3cret\ude00\ud83d'],
    ['a surrogate among escapes', '"s3cret\n\ud83d"'],
    ['a date', new Date(7331)],
    ['a class instance', new Secret()],
    ['a boxed string', Object('s3cret')],
    ['a boxed number', Object(7331)],
    ['a map', new Map([['s3cret', 1]])],
    ['a set', new Set(['s3cret'])],
    ['a buffer', Buffer.from('s3cret')],
    ['a typed array', new Uint8Array(3)],
    ['a regular expression', /s3cret/],
    ['an error', new Error('s3cret')],
    ['a promise', Promise.resolve('s3cret')],
    ['an object with an inherited member', Object.create({ a: 's3cret' })],
    ['an object that would convert itself', { toJSON: () => 's3cret' }],
    ['an object with a member named by a symbol', { [Symbol('s3cret')]: 1 }],
    ['an array with a hole', Object.assign([1], { 2: 3 })],
    ['an array of holes', Object.assign([], { length: 2 })],
    ['an array with a named member', Object.assign(['a'], { s3cret: 1 })],
    ['an instance of a subclass of Array', new (class extends Array {})()],
    ['an object that poses as an array', Object.create(Array.prototype)],
  ];

  it.each(refused)('%s, naming its place but not its value', (_, value) => {
    for (const [whole, place] of [
      [value, ''],
      [{ a: value }, '/a'],
      [{ b: [0, { 'c/d~e': value }] }, '/b/1/c~1d~0e'],
    ] as const) {
      const attempt = () => canonicalOfAny(whole);
      expect(attempt).toThrow(TypeError);
      expect(attempt).toThrow(new RegExp(` at "${place}`));
      expect(attempt).not.toThrow(/s3cret|7331/);
    }
  });

  it.each<[string, unknown]>([
    ['a lone surrogate', '\ud83d'],
    ['a member name with a lone surrogate', { '\ud83d': 1 }],
    ['a member named by a symbol', { [Symbol('a')]: 1 }],
    ['a number that is no safe integer', 0.5],
    ['a value of type bigint', 1n],
    ['an array with holes or named members', Object.assign([], { length: 1 })],
    ['an instance of a class', new Date(0)],
  ])('saying why: %s', (fault, value) => {
    expect(() => canonicalOfAny(value)).toThrow(`no canonical JSON for ${fault} at ""`);
  });

  it('the exact place', () => {
    const fault = 'no canonical JSON for a value of type undefined at "/a/1/b"';
    expect(() => canonicalOfAny({ a: [1, { b: undefined }] })).toThrow(fault);
  });

  it('a name with a lone surrogate, at the object that holds it', () => {
    expect(() => canonicalJson({ a: { 's3cret\ud83d': 1 } })).toThrow(/at "\/a"$/);
  });

  it('a cycle', () => {
    const cycle: { self?: object } = {};
    cycle.self = cycle;
    expect(() => canonicalOfAny(cycle)).toThrow(RangeError);
  });
});
