import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { isDatabaseAway } from './database-away.js';
import { readHead } from './head.js';
import type { Projection } from './projection.js';
import { readEvents } from './read-events.js';

/** The projection cannot go on with what stands at `position`, or behind it in the same attempt. */
export class Untaken extends Error {
  constructor(
    projection: string,
    readonly position: bigint,
    cause: unknown,
  ) {
    super(`the projection ${projection} stops before position ${position}: ${String(cause)}`, { cause });
  }
}

/**
 * At most `limit` events, in one transaction with the cursor: whoever dies anywhere leaves both as they were, or both
 * moved. Answers how many it took; undefined while another server is at it.
 *
 * @throws Untaken when the events are the reason.
 */
export async function takeEvents(db: ClientBase, projection: Projection, limit: number): Promise<number | undefined> {
  await db.query('begin');
  const cursor = await lockCursor(db, projection.name);
  try {
    const events = cursor === undefined ? [] : await following(db, cursor, limit);
    if (events.length > 0) await store(db, projection, events);
    await db.query('commit');
    return cursor === undefined ? undefined : events.length;
  } catch (error) {
    if (cursor === undefined || isDatabaseAway(error)) throw error;
    await db.query('rollback');
    throw new Untaken(projection.name, cursor + 1n, error);
  }
}

async function lockCursor(db: ClientBase, projection: string): Promise<bigint | undefined> {
  const { rows } = await db.query<{ position: string }>({
    name: 'lock-cursor',
    text: 'select position from views.cursor where projection = $1 for update skip locked',
    values: [projection],
  });
  return rows[0] && BigInt(rows[0].position);
}

/** The head first: whatever it counts has to be there. */
async function following(db: ClientBase, cursor: bigint, limit: number): Promise<readonly Recorded<DomainEvent>[]> {
  const last = (await readHead(db)).frontier.size - 1n;
  const events = await readEvents(db, cursor, limit);
  const dense = events.every(({ position }, i) => position === cursor + 1n + BigInt(i));
  if (!dense || (events.length === 0 && cursor !== last)) throw new Error('the log has another event there, or none');
  return events;
}

async function store(db: ClientBase, projection: Projection, events: readonly Recorded<DomainEvent>[]): Promise<void> {
  await projection.write(db, events);
  await db.query({
    name: 'move-cursor',
    text: 'update views.cursor set position = $2 where projection = $1',
    values: [projection.name, String(events.at(-1)!.position)],
  });
}
