import { type Refusal, refuse } from './refusal.js';

/** Which states of a thing a change may rest on, by the position of its last event (RFC 9110 section 13.1.1). */
export type Seen = 'any' | readonly bigint[];

/** Judged under the log's lock: of two who saw the same, one is refused. */
export const refuseUnseen = (position: bigint, seen: Seen): Refusal | undefined =>
  seen === 'any' || seen.includes(position)
    ? undefined
    : refuse('precondition_failed', 'It has changed since it was seen; read it again.');
