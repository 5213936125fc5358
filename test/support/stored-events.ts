import type { TestDatabase } from './database.js';

/** A row of log.event; `event` is what its bytes say. */
export interface StoredEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly entry: Buffer;
  readonly leafHash: Buffer;
  /** The transaction that wrote it. */
  readonly commit: string;
  // The tests say what they expect of it; a type would only repeat that.
  readonly event: any;
}

/** From position `from` on, in the order of positions. */
export async function storedEvents(
  database: Pick<TestDatabase, 'query'>,
  from: number | string = 0,
): Promise<StoredEvent[]> {
  const rows = await database.query<Omit<StoredEvent, 'event'>>(
    `select position::int, stream, version::int, entry, leaf_hash as "leafHash", xmin::text as commit
     from log.event where position >= $1 order by position`,
    [from],
  );
  return rows.map((row) => ({ ...row, event: JSON.parse(row.entry.toString()) }));
}
