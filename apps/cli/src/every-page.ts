import { clearProgress, showProgress } from './output/progress.js';

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
  readonly position: string;
}

export interface Paging {
  readonly limit?: string;
  readonly all?: true;
}

const LARGEST = 500;

/** The first page as it is; with `all` one that holds the items of every page, as of the last. */
export async function pagesOf<Item, Answer extends Page<Item>>(
  { limit, all }: Paging,
  read: (query: { limit?: number; cursor?: string }) => Promise<Answer & Page<Item>>,
): Promise<Answer> {
  if (!all) return read(limit === undefined ? {} : { limit: Number(limit) });
  let page = await read({ limit: LARGEST });
  const items = [...page.items];
  while (page.next !== null) {
    showProgress(`${items.length} so far …`);
    page = await read({ limit: LARGEST, cursor: page.next });
    items.push(...page.items);
  }
  clearProgress();
  return { ...page, items };
}
