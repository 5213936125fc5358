import * as fc from 'fast-check';
import { epochSeconds, secondsLater } from './instant.js';

const seconds = fc.integer({ min: 0, max: 7_000_000_000 });
const micros = fc.integer({ min: 0, max: 999_999 });
const instant = fc
  .tuple(seconds, micros)
  .map(([s, us]) => `${new Date(s * 1000).toISOString().slice(0, 19)}.${String(us).padStart(6, '0')}Z`);

describe('an instant', () => {
  it.each([
    ['2026-01-01T09:00:00.000000Z', 1_767_258_000],
    ['2026-01-01T09:00:00.999999Z', 1_767_258_000],
    ['1970-01-01T00:00:01.000000Z', 1],
  ])('%s is in the second %d', (at, second) => {
    expect(epochSeconds(at)).toBe(second);
  });

  it('is cut to its whole second before seconds are added', () => {
    expect(secondsLater('2026-01-01T09:00:00.999999Z', 1)).toBe('2026-01-01T09:00:01.000000Z');
    expect(secondsLater('2024-02-28T23:59:59.000001Z', 1)).toBe('2024-02-29T00:00:00.000000Z');
  });

  it('is later by exactly the seconds that were added, and as long as every other instant', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 100 * 365 * 86_400 }), (at, added) => {
        const later = secondsLater(at, added);
        expect(later).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
        expect(epochSeconds(later)).toBe(epochSeconds(at) + added);
      }),
    );
  });

  it('stands in the order of time when ordered as text', () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        fc.pre(epochSeconds(a) < epochSeconds(b));
        expect(a < b).toBe(true);
      }),
    );
  });
});
