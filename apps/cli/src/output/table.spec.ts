import { facts } from './facts.js';
import { table } from './table.js';

const columns = [
  { title: 'NAME', of: ({ name }: { name: string }) => name },
  { title: 'N', of: ({ name }: { name: string }) => String(name.length) },
];

it('a table is aligned, and ends its lines with what they say', () => {
  expect(table([{ name: 'a' }, { name: 'abcdef' }], columns)).toBe('NAME    N\na       1\nabcdef  6');
});

it('a table counts the columns of a terminal, not characters', () => {
  const names = ['日本', 'e\u0301', '👩‍👩‍👧', 'ab'].map((name) => ({ name }));
  expect(table(names, [columns[0]!, { title: 'X', of: () => 'x' }])).toBe(
    'NAME  X\n日本  x\ne\u0301     x\n👩‍👩‍👧    x\nab    x',
  );
});

it('a table of a hundred thousand lines is one like another', () => {
  expect(
    table(
      Array.from({ length: 100_000 }, () => ({ name: 'a' })),
      columns,
    ).split('\n'),
  ).toHaveLength(100_001);
});

it('facts are aligned; what has no value is left out', () => {
  expect(
    facts([
      ['Id', '1'],
      ['Description', null],
      ['Name', 'a\nb'],
    ]),
  ).toBe('Id    1\nName  a\\u{a}b');
});
