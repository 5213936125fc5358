import type { TestDatabase } from './database.js';
import { storedEvents } from './stored-events.js';

/** A row of views.trail. */
export interface TrailRow {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly actor: string;
  readonly subject: string;
  readonly stream: string;
  readonly command: number;
  readonly requestId: string;
}

export const trailRows = (database: TestDatabase): Promise<TrailRow[]> =>
  database.query<any>(
    `select position::int, recorded_at as "recordedAt", type, actor, subject, stream, command::int,
       request_id as "requestId" from views.trail order by position`,
  );

/** What the rows have to be, by the bytes of the log. */
export async function expectedTrailRows(database: TestDatabase): Promise<TrailRow[]> {
  const stored = await storedEvents(database);
  const firstOf = new Map(stored.map(({ position, event }) => [event.id, position]));
  return stored.map(({ position, event }) => ({
    position,
    recordedAt: event.recordedAt,
    type: event.type,
    actor: event.actor.type === 'user' ? event.actor.id : event.actor.type,
    subject: event.subject.id,
    stream: event.stream,
    command: firstOf.get(event.meta.correlationId)!,
    requestId: event.meta.requestId,
  }));
}
