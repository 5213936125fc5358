import { BadLog } from './bad-log.js';
import { type Envelope, envelopeOf } from './envelope.js';

/**
 * That each entry goes on from the one before it: in its place, of this log, and no earlier. Whether its bytes are those
 * that were signed, the tree tells.
 */
export class EntryCheck {
  private position = 0n;
  private recordedAt = '';
  private log: unknown;

  /** @throws BadLog at the first that does not. */
  next(entry: Buffer): Envelope {
    const envelope = envelopeOf(entry, this.position);
    if (envelope.recordedAt < this.recordedAt) this.refuse('the entry is older than the one before it');
    this.checkName(envelope);
    this.recordedAt = envelope.recordedAt;
    this.position++;
    return envelope;
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
