import type { Actor, DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import type { Projection } from '../event-log/projection.js';
import { insertion } from '../event-log/rows.js';

/** Finds events by who, what and when. It takes any event that there will ever be: it looks at the envelope alone. */
export const trail: Projection = { name: 'trail', write };

async function write(db: ClientBase, events: readonly Recorded<DomainEvent>[]): Promise<void> {
  await db.query(insert(events));
}

const nameOf = ({ type, id }: Actor): string => (type === 'user' ? id : type);

const insert = insertion<Recorded<DomainEvent>>('insert-trail', 'views.trail', {
  position: ['int8', ({ position }) => position],
  recorded_at: ['text', ({ recordedAt }) => recordedAt],
  type: ['text', ({ type }) => type],
  actor: ['text', ({ actor }) => nameOf(actor)],
  subject: ['text', ({ subject }) => subject.id],
  stream: ['text', ({ stream }) => stream],
});
