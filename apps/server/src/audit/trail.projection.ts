import type { Actor, DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { copying } from '../event-log/copy-rows.js';
import type { Projection } from '../event-log/projection.js';
import type { Columns } from '../event-log/rows.js';

type Event = Recorded<DomainEvent>;

interface Row {
  readonly event: Event;
  /** Where the command begins that the event is of. */
  readonly command: bigint;
}

const nameOf = ({ type, id }: Actor): string => (type === 'user' ? id : type);

const COLUMNS: Columns<Row> = {
  position: ['int8', ({ event }) => event.position],
  recorded_at: ['text', ({ event }) => event.recordedAt],
  type: ['text', ({ event }) => event.type],
  actor: ['text', ({ event }) => nameOf(event.actor)],
  subject: ['text', ({ event }) => event.subject.id],
  stream: ['text', ({ event }) => event.stream],
  command: ['int8', ({ command }) => command],
  request_id: ['text', ({ event }) => event.meta.requestId],
};

/** Finds events by who, what and when. It takes any event that there will ever be: it looks at the envelope alone. */
export const trail = trailIn('views');

/** The same in another schema: a shadow of it. */
export function trailIn(schema: string): Projection {
  const copy = copying(`${schema}.trail`, COLUMNS);
  /** Of the last events that were taken: a command may be longer than what is taken at once. */
  let last: { readonly correlationId: string; readonly command: Promise<bigint> } | undefined;

  const begunBefore = ({ meta, position }: Event, db: ClientBase): Promise<bigint> =>
    last?.correlationId === meta.correlationId ? last.command : commandAt(db, schema, position - 1n);

  async function write(db: ClientBase, events: readonly Event[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const begun = first.meta.causationId === null ? Promise.resolve(first.position) : begunBefore(first, db);
    const rows = begun.then((command) => rowsOf(events, command));
    const { correlationId } = events.at(-1)!.meta;
    last = { correlationId, command: rows.then((all) => all.at(-1)!.command) };
    last.command.catch(() => undefined);
    await copy(db, await rows);
  }

  return { name: 'trail', write };
}

/** `begun`: where the command begins that the first of them is of. */
function rowsOf(events: readonly Event[], begun: bigint): readonly Row[] {
  let command = begun;
  return events.map((event) => {
    if (event.meta.causationId === null) command = event.position;
    return { event, command };
  });
}

async function commandAt(db: ClientBase, schema: string, position: bigint): Promise<bigint> {
  const text = `select command from ${schema}.trail where position = $1`;
  const { rows } = await db.query<{ command: string }>({ name: 'command-at', text, values: [String(position)] });
  if (!rows[0]) throw new Error(`the trail has no position ${position}`);
  return BigInt(rows[0].command);
}
