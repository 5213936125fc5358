/** One line of the table. */
export interface Figure {
  readonly measure: string;
  readonly value: number;
  readonly unit: '×' | 'ms' | 's' | 'MB' | 'events/s' | '/s';
  readonly bar: { readonly least: number } | { readonly below: number };
  /** What it was made of. */
  readonly of: string;
}

export const isMet = ({ value, bar }: Figure): boolean => ('least' in bar ? value >= bar.least : value < bar.below);

const digits = (value: number): string => (value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en'));
const barOf = ({ bar, unit }: Figure): string =>
  'least' in bar ? `≥ ${bar.least.toLocaleString('en')} ${unit}` : `< ${bar.below.toLocaleString('en')} ${unit}`;

/** Aligned for a terminal; also a table in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['measure', 'figure', 'bar', '', 'of'],
    ...figures.map((figure) => [
      figure.measure,
      `${digits(figure.value)} ${figure.unit}`,
      barOf(figure),
      isMet(figure) ? 'met' : 'MISSED',
      figure.of,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((text, i) => text.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}
