import { isUtf8 } from 'node:buffer';
import canonicalize from 'canonicalize';
import { BadLog } from './bad-log.js';

interface Envelope {
  readonly v: unknown;
  readonly log: unknown;
  readonly position: unknown;
  readonly type: unknown;
  readonly recordedAt: unknown;
  readonly data: unknown;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/**
 * What every entry has to be, whatever it says: RFC 8785 canonical JSON of an envelope, in its place, of this log, and no
 * earlier than the entry before it. Whether its bytes are those that were signed, the tree tells.
 */
export class EntryCheck {
  private position = 0n;
  private recordedAt = '';
  private log: unknown;

  /** @throws BadLog at the first that is not. */
  next(entry: Buffer): void {
    const envelope = this.envelopeOf(entry);
    const { v, position, recordedAt } = envelope;
    if (v !== 1) this.refuse('the entry is of a version that is not known here');
    if (position !== String(this.position)) this.refuse(`the entry says that it stands at ${String(position)}`);
    if (typeof recordedAt !== 'string' || !INSTANT.test(recordedAt)) return this.refuse('the entry has no time');
    if (recordedAt < this.recordedAt) this.refuse('the entry is older than the one before it');
    this.checkName(envelope);
    this.recordedAt = recordedAt;
    this.position++;
  }

  private envelopeOf(entry: Buffer): Envelope {
    if (!isUtf8(entry)) this.refuse('the entry is not UTF-8');
    const value = canonical(entry.toString());
    if (typeof value !== 'object' || value === null) return this.refuse('the entry is no object in canonical form');
    return value as Envelope;
  }

  /** A log has the name that it was opened with, until it is recovered under another. */
  private checkName({ log, type, data }: Envelope): void {
    if (type === 'LogOpened' || type === 'LogRecovered')
      this.log = (data as { origin?: unknown } | null | undefined)?.origin;
    if (this.log === undefined) this.refuse('the log does not begin with its opening');
    if (log !== this.log) this.refuse(`the entry is of the log ${String(log)}`);
  }

  private refuse(why: string): never {
    throw new BadLog(why, this.position);
  }
}

/** What the text says, if it is its canonical form (RFC 8785). What is nested too deeply to be looked at is not. */
function canonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
