import type { DomainEvent, Recorded } from '@tokenledger/domain';
import { type CanonicalValue, canonicalJson } from './canonical-json.js';

/** An entry bundle gives each entry's length as a uint16 (C2SP tlog-tiles). */
export const LARGEST_ENTRY = 65_535;

/** What the log says about an event, beside the event itself. */
export interface Envelope {
  readonly log: string;
  readonly version: bigint;
  readonly correlationId: string;
  /** The event of the same command that brought this one about. */
  readonly causationId: string | null;
  readonly requestId: string;
}

/** The bytes that are hashed and stored: RFC 8785 canonical JSON, 64-bit numbers as strings. */
export function encodeEntry(event: Recorded<DomainEvent>, envelope: Envelope): Buffer {
  const { id, position, stream, type, schema, recordedAt, actor, subject, data, personal } = event;
  const { log, version, correlationId, causationId, requestId } = envelope;
  const entry = {
    v: 1,
    log,
    position: String(position),
    id,
    stream,
    version: String(version),
    type,
    schema,
    recordedAt,
    actor,
    subject,
    data,
    personal,
    meta: { correlationId, causationId, requestId },
  };
  return Buffer.from(canonicalJson(entry as unknown as CanonicalValue));
}

/** The event that stands in stored bytes. */
export function decodeEntry(bytes: Buffer): Recorded<DomainEvent> {
  const { id, position, stream, type, schema, recordedAt, actor, subject, data, personal } = JSON.parse(
    bytes.toString(),
  );
  return { id, position: BigInt(position), stream, type, schema, recordedAt, actor, subject, data, personal };
}
