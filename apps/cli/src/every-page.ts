interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
  readonly position: string;
}

export interface Paging {
  readonly limit?: string;
  readonly all?: true;
}

/** The first page as it is; with `all` one that holds the items of every page, as of the last. */
export async function pagesOf<Item, Answer extends Page<Item>>(
  { limit, all }: Paging,
  read: (query: { limit?: number; cursor?: string }) => Promise<Answer & Page<Item>>,
): Promise<Answer> {
  if (!all) return read(limit === undefined ? {} : { limit: Number(limit) });
  let page = await read({ limit: LARGEST });
  const items = [...page.items];
  while (page.next !== null) {
    told(items.length);
    page = await read({ limit: LARGEST, cursor: page.next });
    items.push(...page.items);
  }
  return { ...page, items };
}

const LARGEST = 500;

function told(count: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${count} so far …\u001B[K\r`);
}
