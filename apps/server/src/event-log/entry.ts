import type { Actor, DomainEvent, Recorded } from '@tokenledger/domain';
import { inNewestSchema } from '@tokenledger/domain/versions';
import { type CanonicalValue, canonicalJson } from './canonical-json.js';
import { UnreadableEvent } from './unreadable-event.js';

/** An entry bundle gives each entry's length as a uint16 (C2SP tlog-tiles). */
export const LARGEST_ENTRY = 65_535;

/** What the log says about an event, beside the event itself. */
export interface Envelope {
  readonly log: string;
  readonly version: bigint;
}

const json = (value: unknown): string => canonicalJson(value as CanonicalValue);

/** The actor of the last event, and its text: a deletion has thousands of events by one. */
let last: { actor?: Actor; text: string } = { text: '' };

function actorText(actor: Actor): string {
  if (last.actor !== actor) last = { actor, text: json(actor) };
  return last.text;
}

/**
 * The bytes that are hashed and stored: RFC 8785 canonical JSON, 64-bit numbers as strings. The names of an entry are
 * always the same, so they stand here in the order that the standard gives them.
 */
export function encodeEntry(event: Recorded<DomainEvent>, { log, version }: Envelope): Buffer {
  const { id, position, stream, type, schema, recordedAt, actor, subject, data, personal } = event;
  const { correlationId, causationId, requestId } = event.meta;
  return Buffer.from(
    `{"actor":${actorText(actor)},"data":${json(data)},"id":${json(id)},"log":${json(log)},` +
      `"meta":{"causationId":${json(causationId)},"correlationId":${json(correlationId)},"requestId":${json(requestId)}},` +
      `"personal":${json(personal)},"position":"${position}","recordedAt":${json(recordedAt)},"schema":${json(schema)},` +
      `"stream":${json(stream)},"subject":${json(subject)},"type":${json(type)},"v":1,"version":"${version}"}`,
  );
}

/**
 * The event that stands in an entry, in the schema that its type is written in today.
 *
 * @throws UnreadableEvent for what this server does not know: to leave it out would be to tell another history.
 */
export function decodeEntry(text: string): Recorded<DomainEvent> {
  const {
    v,
    id,
    position: digits,
    stream,
    type,
    schema,
    recordedAt,
    actor,
    meta,
    subject,
    data,
    personal,
  } = JSON.parse(text);
  const position = BigInt(digits);
  const stored = { id, position, stream, type, schema, recordedAt, actor, meta, subject, data, personal };
  const event = v === 1 ? inNewestSchema(stored) : undefined;
  if (!event) throw new UnreadableEvent(v, stored);
  return event;
}
