import type { Actor, DomainEvent, Recorded } from '@tokenledger/domain';
import type { Projection } from '../event-log/projection.js';
import { copying } from '../event-log/copy-rows.js';
import type { Columns } from '../event-log/rows.js';

const nameOf = ({ type, id }: Actor): string => (type === 'user' ? id : type);

const COLUMNS: Columns<Recorded<DomainEvent>> = {
  position: ['int8', ({ position }) => position],
  recorded_at: ['text', ({ recordedAt }) => recordedAt],
  type: ['text', ({ type }) => type],
  actor: ['text', ({ actor }) => nameOf(actor)],
  subject: ['text', ({ subject }) => subject.id],
  stream: ['text', ({ stream }) => stream],
  correlation_id: ['uuid', ({ meta }) => meta.correlationId],
  request_id: ['text', ({ meta }) => meta.requestId],
};

/** Finds events by who, what and when. It takes any event that there will ever be: it looks at the envelope alone. */
export const trail = trailIn('views');

/** The same in another schema: a shadow of it. */
export function trailIn(schema: string): Projection {
  return { name: 'trail', write: copying(`${schema}.trail`, COLUMNS) };
}
