import { paint } from './paint.js';
import { printable } from './printable.js';
import { padded, width } from './width.js';

export type Fact = readonly [label: string, value: string | null | undefined];

/** Labels and values below each other; what has no value is left out. */
export function facts(all: readonly Fact[]): string {
  const known = all.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const widest = Math.max(...known.map(([label]) => width(label)));
  return known.map(([label, value]) => `${paint('dim', padded(label, widest))}  ${printable(value!)}`).join('\n');
}
