import { type Figure, isMet, tableOf } from './figure.js';

const figure = (value: number, bar: Figure['bar']): Figure => ({ measure: 'append', value, unit: '×', bar, of: 'a/s' });

it.each([
  [2.5, { least: 2.5 }, true],
  [2.49, { least: 2.5 }, false],
  [49.9, { below: 50 }, true],
  [50, { below: 50 }, false],
  [Number.NaN, { least: 0 }, false],
  [Number.NaN, { below: 50 }, false],
])('%d with the bar %j: %j', (value, bar, met) => {
  expect(isMet(figure(value, bar))).toBe(met);
});

it('a table is aligned, and says what is missed', () => {
  const figures = [
    figure(2.5, { least: 2.5 }),
    { ...figure(1200, { below: 50 }), measure: 'longer', unit: 'ms' as const },
  ];
  expect(tableOf(figures)).toBe(
    [
      '| measure | figure   | bar     |        | of  |',
      '|---------|----------|---------|--------|-----|',
      '| append  | 2.50 ×   | ≥ 2.5 × | met    | a/s |',
      '| longer  | 1,200 ms | < 50 ms | MISSED | a/s |',
    ].join('\n'),
  );
});
