import { shownDistance, shownEnd, shownTime } from './time.js';

const NOON = Date.parse('2026-01-31T12:00:00Z');

it('a moment is shown to the second, in UTC', () => {
  expect(shownTime('2026-01-31T09:00:00.250000Z')).toBe('2026-01-31 09:00:00Z');
  expect(shownTime('2026-01-31T09:00:00Z')).toBe('2026-01-31 09:00:00Z');
});

it.each([
  ['2026-02-01T00:00:00Z', 'in 12 h'],
  ['2026-01-31T23:59:59.9Z', 'in 12 h'],
  ['2026-02-02T11:59:50Z', 'in 2 d'],
  ['2026-01-31T12:00:30Z', 'in 30 s'],
  ['2026-01-31T11:30:00Z', '30 min ago'],
  ['2026-01-31T12:00:00Z', 'in 0 s'],
])('%s is, at noon, %s', (instant, distance) => expect(shownDistance(instant, NOON)).toBe(distance));

it('an end says when, and how far away; there may be none', () => {
  expect(shownEnd('2026-01-31T13:00:00.000000Z', NOON)).toBe('2026-01-31 13:00:00Z (in 1 h)');
  expect(shownEnd(null)).toBe('never');
});
