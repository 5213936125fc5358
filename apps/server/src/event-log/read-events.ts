import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { decodeEntry } from './entry.js';

/** Of pg, though its types do not say so: the bytes come as the UTF-8 that they are, not as twice as many hex digits. */
const AS_TEXT = { binary: true };

const BEHIND = 'select entry from log.event where position > $1 order by position limit $2';

/** At most `limit` events with positions above `after`, in order. -1 is before the first. */
export async function readEvents(
  db: Pick<ClientBase, 'query'>,
  after: bigint,
  limit: number,
): Promise<readonly Recorded<DomainEvent>[]> {
  const statement = { name: 'read-events', text: BEHIND, ...AS_TEXT, values: [String(after), limit] };
  const { rows } = await db.query<{ entry: string }>(statement);
  return rows.map(({ entry }) => decodeEntry(entry));
}

/** The same events as the bytes that are stored, whatever they are. */
export async function readEntries(
  db: Pick<ClientBase, 'query'>,
  after: bigint,
  limit: number,
): Promise<readonly Buffer[]> {
  const statement = { name: 'read-entries', text: BEHIND, values: [String(after), limit] };
  const { rows } = await db.query<{ entry: Buffer }>(statement);
  return rows.map(({ entry }) => entry);
}

/** The events at these positions, in order. */
export async function readEventsAt(
  db: Pick<ClientBase, 'query'>,
  positions: readonly bigint[],
): Promise<readonly Recorded<DomainEvent>[]> {
  const { rows } = await db.query<{ entry: string }>({
    name: 'read-events-at',
    ...AS_TEXT,
    text: 'select entry from log.event where position = any($1::bigint[]) order by position',
    values: [positions.map(String)],
  });
  return rows.map(({ entry }) => decodeEntry(entry));
}
