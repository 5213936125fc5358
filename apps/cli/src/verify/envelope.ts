import { isUtf8 } from 'node:buffer';
import { BadLog } from './bad-log.js';
import { isCanonical } from './is-canonical.js';

/** What an entry says of itself. Nothing of the rest is believed to be there, or to be of any form. */
export interface Envelope {
  readonly log: unknown;
  readonly type: unknown;
  readonly stream: unknown;
  readonly actor: unknown;
  readonly data: unknown;
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`: as text it is in the order of time. */
  readonly recordedAt: string;
}

type Unknown = { readonly [Member in keyof Envelope | 'v' | 'position']: unknown };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/**
 * What every entry has to be, whatever stands around it: RFC 8785 canonical JSON of an envelope, for this position.
 *
 * @throws BadLog for any other.
 */
export function envelopeOf(entry: Buffer, position: bigint): Envelope {
  const refuse = (why: string): never => {
    throw new BadLog(why, position);
  };
  if (!isUtf8(entry)) return refuse('the entry is not UTF-8');
  const value = canonical(entry.toString());
  if (typeof value !== 'object' || value === null) return refuse('the entry is no object in canonical form');
  const { v, position: said, recordedAt, ...rest } = value as Unknown;
  if (v !== 1) return refuse('the entry is of a version that is not known here');
  if (said !== String(position)) return refuse(`the entry says that it stands at ${String(said)}`);
  if (typeof recordedAt !== 'string' || !INSTANT.test(recordedAt)) return refuse('the entry has no time');
  return { ...rest, recordedAt };
}

/** What the text says, if it is its canonical form (RFC 8785). What is nested too deeply to be looked at is not. */
function canonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isCanonical(value, text) ? value : undefined;
  } catch {
    return undefined;
  }
}
