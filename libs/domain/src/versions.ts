import type { EventOf, Recorded } from './event.js';
import { type DomainEvent, EVENT_TYPES, type EventType } from './events.js';

/** An event as it was written, by whatever version of the server. */
export type Stored = Omit<Recorded<EventOf<string, Readonly<Record<string, unknown>>, string>>, 'schema'> & {
  readonly schema: number;
};

/** What an event says in the next schema. Pure; who, when and what it is about stays as it was recorded. */
export type Upcaster = (event: Stored) => Stored['data'];
export type Upcasters = { readonly [Type in EventType]?: readonly Upcaster[] };

/** By type: the first makes schema 2 of schema 1, the second schema 3 of schema 2. No type has a second schema yet. */
export const UPCASTERS: Upcasters = {};

/**
 * How many versions of events there are, all schemas of all types together. None is ever taken away, so that of two
 * servers the newer one knows more.
 */
export const FORMAT = Object.values(UPCASTERS).reduce((sum, { length }) => sum + length, EVENT_TYPES.length);

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** The event in the schema that its type is written in today; undefined where type or schema are not known here. */
export function inNewestSchema(stored: Stored, upcasters: Upcasters = UPCASTERS): Recorded<DomainEvent> | undefined {
  const { type, schema } = stored;
  if (!KNOWN.has(type) || !Number.isSafeInteger(schema) || schema < 1) return undefined;
  const chain = upcasters[type as EventType] ?? [];
  if (schema > chain.length + 1) return undefined;
  const newest = chain.slice(schema - 1).reduce(next, stored);
  return newest as Recorded<DomainEvent>;
}

const next = (event: Stored, upcast: Upcaster): Stored => ({ ...event, schema: event.schema + 1, data: upcast(event) });
