import fc from 'fast-check';
import { repeatedName } from './repeated-name.js';

it.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1,"b":1}}', 'b'],
  ['[{"a":1},{"b":[{"c":1,"c":2}]}]', 'c'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a\\"b":1, "c":"x:{", "a\\"b":2}', 'a"b'],
])('%s repeats %j', (json, name) => {
  expect(repeatedName(json)).toBe(name);
});

it.each([
  '{"a":1,"b":{"a":2}}',
  '[{"a":1},{"a":2}]',
  '{"a":"a","b":["a","a"]}',
  '"a:a"',
  '{"a":"\\"a\\":"}',
  'null',
  '[]',
])('%s repeats nothing', (json) => {
  expect(repeatedName(json)).toBeUndefined();
});

it('what a serialiser writes repeats nothing', () => {
  fc.assert(fc.property(fc.json(), (json) => repeatedName(JSON.stringify(JSON.parse(json))) === undefined));
});

it('is done with a long text at once', () => {
  expect(repeatedName(`{"a":"${'\\"x'.repeat(20_000)}"}`)).toBeUndefined();
  expect(repeatedName(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toBeUndefined();
});
