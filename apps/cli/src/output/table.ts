import { type Colour, paint } from './paint.js';
import { printable } from './printable.js';
import { padded, width } from './width.js';

export interface Column<Item> {
  readonly title: string;
  readonly of: (item: Item) => string;
  readonly colour?: (item: Item) => Colour | undefined;
}

/** Aligned columns, for people. */
export function table<Item>(items: readonly Item[], columns: readonly Column<Item>[]): string {
  const texts = columns.map(({ title, of }) => [title, ...items.map((item) => printable(of(item)))]);
  const widths = texts.map((column) => column.reduce((widest, text) => Math.max(widest, width(text)), 0));
  const line = (row: number, colourOf: (column: Column<Item>) => Colour | undefined): string =>
    columns
      .map((column, n) => paint(colourOf(column), padded(texts[n]![row]!, n === columns.length - 1 ? 0 : widths[n]!)))
      .join('  ')
      .trimEnd();
  const head = line(0, () => 'dim');
  return [head, ...items.map((item, n) => line(n + 1, ({ colour }) => colour?.(item)))].join('\n');
}
