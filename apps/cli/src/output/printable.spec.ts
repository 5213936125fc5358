import { printable } from './printable.js';

it.each([
  ['an escape sequence', '\u001B[2Jgone', '\\u{1b}[2Jgone'],
  ['a C1 control', '\u009B2J', '\\u{9b}2J'],
  ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['a mark that turns the direction', '\u202Eevil', '\\u{202e}evil'],
  ['half a character', '\uD800', '\\u{d800}'],
])('%s is shown as what it is', (_what, text, shown) => expect(printable(text)).toBe(shown));

it.each(['Ada Lovelace', 'Zoë', '日本', '👩‍👩‍👧', 'שלום'])('%s stays as it is', (text) =>
  expect(printable(text)).toBe(text),
);
