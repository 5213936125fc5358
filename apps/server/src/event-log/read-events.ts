import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { decodeEntry } from './entry.js';

/** Of pg, though its types do not say so: bytes come as they are, and not as twice as many hex digits. */
const BINARY = { binary: true };

/** At most `limit` events with positions above `after`, in order. -1 is before the first. */
export async function readEvents(
  db: Pick<ClientBase, 'query'>,
  after: bigint,
  limit: number,
): Promise<readonly Recorded<DomainEvent>[]> {
  const { rows } = await db.query<{ entry: Buffer }>({
    name: 'read-events',
    ...BINARY,
    text: 'select entry from log.event where position > $1 order by position limit $2',
    values: [String(after), limit],
  });
  return rows.map(({ entry }) => decodeEntry(entry));
}

/** The events at these positions, in order. */
export async function readEventsAt(
  db: Pick<ClientBase, 'query'>,
  positions: readonly bigint[],
): Promise<readonly Recorded<DomainEvent>[]> {
  const { rows } = await db.query<{ entry: Buffer }>({
    name: 'read-events-at',
    ...BINARY,
    text: 'select entry from log.event where position = any($1::bigint[]) order by position',
    values: [positions.map(String)],
  });
  return rows.map(({ entry }) => decodeEntry(entry));
}
