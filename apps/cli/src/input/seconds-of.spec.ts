import { secondsOf } from './seconds-of.js';

it.each([
  ['90s', 90],
  ['30m', 1800],
  ['1h', 3600],
  ['7d', 604_800],
  ['0s', 0],
])('%s is %d seconds', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

it.each(['', '1', 'h', '-1h', '1.5h', '1w', '1h30m', '9999999999s'])('%j is no length of time', (text) =>
  expect(() => secondsOf(text)).toThrow('no length of time'),
);
