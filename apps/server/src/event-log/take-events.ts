import type { ClientBase } from 'pg';
import { isDatabaseAway } from './database-away.js';
import { readHead } from './head.js';
import type { Projection } from './projection.js';
import { readAhead } from './read-ahead.js';

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
    const taken = cursor === undefined ? undefined : await follow(db, projection, cursor, limit);
    await db.query('commit');
    return taken;
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
async function follow(db: ClientBase, projection: Projection, cursor: bigint, limit: number): Promise<number> {
  const last = (await readHead(db)).frontier.size - 1n;
  let reached = cursor;
  const writes: Promise<void>[] = [];
  try {
    for await (const events of readAhead(db, cursor, limit)) {
      if (!events.every(({ position }) => position === ++reached)) throw new Error(ANOTHER);
      writes.push(sent(projection.write(db, events)));
    }
  } finally {
    // The first that failed says why: whatever was sent behind it only says that the transaction is of no use any more.
    await Promise.all(writes);
  }
  const taken = Number(reached - cursor);
  if (cursor > last || (reached < last && taken < limit)) throw new Error(ANOTHER);
  if (taken > 0) await moveCursor(db, projection.name, reached);
  return taken;
}

/** The database is at it while the next events are made ready; how it ended is asked when all are sent. */
function sent(write: Promise<void>): Promise<void> {
  write.catch(() => undefined);
  return write;
}

const ANOTHER = 'the log has another event there, or none';

async function moveCursor(db: ClientBase, projection: string, position: bigint): Promise<void> {
  await db.query({
    name: 'move-cursor',
    text: 'update views.cursor set position = $2 where projection = $1',
    values: [projection, String(position)],
  });
}
