import type { Schemas } from '@tokenledger/api-client';
import { clearProgress, showProgress } from '../../output/progress.js';
import type { ReadTrail } from './filter.js';

/**
 * The last events, newest first, as of the first page. Where an address is asked for, a page may hold less than it could:
 * then the next one is.
 */
export async function newest(read: ReadTrail, limit: number): Promise<Schemas['TrailPage']> {
  let page = await read({ order: 'desc', limit });
  const { position } = page;
  const items = [...page.items];
  while (page.next !== null && items.length < limit) {
    showProgress(`${items.length} found back to position ${page.next} …`);
    page = await read({ order: 'desc', limit: limit - items.length, cursor: page.next });
    items.push(...page.items);
  }
  clearProgress();
  return { ...page, items, position };
}
