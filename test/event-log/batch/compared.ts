import { epochSeconds } from '@tokenledger/domain';
import type { Appended } from '../../../apps/server/src/event-log/append.js';
import { Refused } from '../../../apps/server/src/event-log/refused.js';
import type { TestDatabase } from '../../support/database.js';
import type { StoredEvent } from '../../support/stored-events.js';
import type { World } from './world.js';

/** How a command ended, but for the ids of events and the time of day. */
export function outcomeOf(settled: PromiseSettledResult<Appended>): unknown {
  if (settled.status === 'fulfilled') {
    const { events, replayed } = settled.value;
    return { replayed, positions: events.map(({ position }) => Number(position)) };
  }
  if (settled.reason instanceof Refused) return settled.reason.refusal;
  throw settled.reason;
}

/** From `since` to an end: as one log is slower than the other, it is the same only to the minute. */
const minutes = (since: string, end: string | null): number | null =>
  end === null ? null : Math.round((epochSeconds(end) - epochSeconds(since)) / 60);

export function eventsIn(stored: readonly StoredEvent[]): unknown[] {
  const positions = new Map(stored.map(({ event, position }) => [event.id, position]));
  return stored.map(({ version, event }) => {
    const { id: _, recordedAt, meta, data, ...same } = event;
    const { correlationId, causationId } = meta;
    return {
      ...same,
      version,
      meta: { ...meta, correlationId: positions.get(correlationId), causationId: positions.get(causationId) },
      data: 'expiresAt' in data ? { ...data, expiresAt: minutes(recordedAt, data.expiresAt) } : data,
    };
  });
}

/** All that is left of a world, in the schema state. */
export async function rowsOf({ accounts, tokens }: World, database: Pick<TestDatabase, 'query'>): Promise<unknown> {
  const tokenIds = tokens.map(({ id }) => id);
  const tokenRows = await database.query('select * from state.tokens where id = any ($1) order by id', [tokenIds]);
  const userRows = await database.query('select * from state.users where id = any ($1) order by id', [accounts]);
  return {
    users: userRows.map((row) => ({ ...row, registered_at: 'once', deleted_at: row.deleted_at && 'once' })),
    tokens: tokenRows.map((row) => ({
      ...row,
      issued_at: 'once',
      ended_at: row.ended_at && 'once',
      expires_at: minutes(row.issued_at, row.expires_at),
    })),
    policy: await database.query('select * from state.policy'),
    keys: await database.query('select * from state.subject_keys where kid = any ($1) order by kid', [accounts]),
  };
}
