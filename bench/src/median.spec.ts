import { median, percentile } from './median.js';

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 100], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

it.each([
  [0.99, 99],
  [0.5, 50],
  [1, 100],
  [0, 1],
])('of 1 to 100, a share of %d is not above %d', (share, expected) => {
  expect(percentile(hundred, share)).toBe(expected);
});
