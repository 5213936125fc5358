import { FORMAT } from '@tokenledger/domain/versions';
import { BrokenLog, NewerLog } from './broken-log.js';
import type { Head } from './head.js';

/** Where a statement has found that the log ends, the name it has there, and the format it is written in. */
export interface Found {
  readonly size: bigint;
  readonly origin: string;
  readonly format: number;
}

/** The origin is the first line of every checkpoint (C2SP tlog-checkpoint). */
export const foundIn = ({ frontier, checkpoint, format }: Head): Found => ({
  size: frontier.size,
  origin: checkpoint.slice(0, checkpoint.indexOf('\n')),
  format,
});

/** @throws NewerLog where a newer server has written. */
export function refuseNewer(format: number): void {
  if (format > FORMAT)
    throw new NewerLog(
      `a newer server has written to this log, with ${format} versions of events, of which this one knows ${FORMAT}; update it`,
    );
}

/**
 * What this server knows of its log, as long as it runs. A database that holds less is an older copy; one in which the
 * log has another name was recovered meanwhile; one that a newer server has written to holds what this one may not know.
 * Nothing is appended to any of them, and nobody is let in by it.
 */
export class KnownLog {
  /** The last one that is known to be signed: by this server, or found so under the lock. */
  checkpoint: string | undefined;
  private size = 0n;
  private doubt: BrokenLog | undefined;

  constructor(private origin: string) {}

  /** Taken before a statement is sent: what is known by then has to be in its answer. The function throws BrokenLog. */
  expectation(): (found: Found) => void {
    const { size } = this;
    return (found) => this.compare(found, size);
  }

  /** A commit of this server's own. */
  grew(origin: string, size: bigint, checkpoint: string): void {
    this.origin = origin;
    this.checkpoint = checkpoint;
    if (size > this.size) this.size = size;
  }

  /** Until told that the log is what it was after all. */
  distrust(doubt: BrokenLog | undefined): void {
    this.doubt = doubt;
  }

  private compare({ size, origin, format }: Found, least: bigint): void {
    if (this.doubt) throw this.doubt;
    refuseNewer(format);
    if (size < least) throw new BrokenLog(`the database has ${size} events of the log; it had ${least}`);
    if (size === 0n) return;
    if (origin !== this.origin) throw new BrokenLog(`the log was ${this.origin}, and is ${origin} now: start anew`);
    if (size > this.size) this.size = size;
  }
}
