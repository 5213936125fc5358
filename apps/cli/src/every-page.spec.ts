import { pagesOf } from './every-page.js';

const pages = new Map([
  [undefined, { items: [1, 2], next: 'b', position: '7' }],
  ['b', { items: [], next: 'c', position: '8' }],
  ['c', { items: [3], next: null, position: '9' }],
]);
const asked: object[] = [];
const read = async (query: { limit?: number; cursor?: string }) => {
  asked.push(query);
  return pages.get(query.cursor)!;
};

beforeEach(() => asked.splice(0));

it('is one page, where nobody asks for all', async () => {
  expect(await pagesOf({ limit: '2' }, read)).toEqual({ items: [1, 2], next: 'b', position: '7' });
  await pagesOf({}, read);
  expect(asked).toEqual([{ limit: 2 }, {}]);
});

it('is what all pages hold, over an empty one too, as of the last', async () => {
  expect(await pagesOf({ all: true }, read)).toEqual({ items: [1, 2, 3], next: null, position: '9' });
  expect(asked).toEqual([{ limit: 500 }, { limit: 500, cursor: 'b' }, { limit: 500, cursor: 'c' }]);
});
