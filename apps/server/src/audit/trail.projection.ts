import type { Actor, DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import type { Projection } from '../event-log/projection.js';

/** Finds events by who, what and when. It takes any event that there will ever be: it looks at the envelope alone. */
export const trail: Projection = { name: 'trail', write };

async function write(db: ClientBase, events: readonly Recorded<DomainEvent>[]): Promise<void> {
  await db.query({
    name: 'insert-trail',
    text: `insert into views.trail (position, recorded_at, type, actor, subject, stream)
           select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])`,
    values: [
      events.map(({ position }) => String(position)),
      events.map(({ recordedAt }) => recordedAt),
      events.map(({ type }) => type),
      events.map(({ actor }) => nameOf(actor)),
      events.map(({ subject }) => subject.id),
      events.map(({ stream }) => stream),
    ],
  });
}

const nameOf = ({ type, id }: Actor): string => (type === 'user' ? id : type);
