import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { readEvents } from './read-events.js';

/** For whoever shares its thread: decoding these takes it some milliseconds. */
const FEW = 500;

/**
 * At most `limit` events behind `after`, in slices of `atOnce`, none of them empty. Each is asked for before the one in front of it
 * is given away: it is decoded here while the database stores what became of that one.
 */
export async function* readAhead(
  db: Pick<ClientBase, 'query'>,
  after: bigint,
  limit: number,
  atOnce = FEW,
): AsyncGenerator<readonly Recorded<DomainEvent>[]> {
  const read = (from: bigint, left: number) => {
    const slice = left > 0 ? readEvents(db, from, Math.min(left, atOnce)) : Promise.resolve([]);
    // Whoever stops in the middle is not interested in what comes behind.
    slice.catch(() => undefined);
    return slice;
  };
  let ahead = read(after, limit);
  for (let left = limit, events = await ahead; events.length > 0; events = await ahead) {
    left -= events.length;
    ahead = read(events.at(-1)!.position, left);
    yield events;
  }
}
