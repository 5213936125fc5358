import { BrokenLog } from './broken-log.js';
import type { Head } from './head.js';

/** Where a statement has found that the log ends, and the name it has there. */
export interface Found {
  readonly size: bigint;
  readonly origin: string;
}

/** The origin is the first line of every checkpoint (C2SP tlog-checkpoint). */
export const foundIn = ({ frontier, checkpoint }: Head): Found => ({
  size: frontier.size,
  origin: checkpoint.slice(0, checkpoint.indexOf('\n')),
});

/**
 * What this server knows of its log, as long as it runs. A database that holds less is an older copy; one in which the
 * log has another name was recovered meanwhile. Nothing is appended to either, and nobody is let in by it.
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

  private compare({ size, origin }: Found, least: bigint): void {
    if (this.doubt) throw this.doubt;
    if (size < least) throw new BrokenLog(`the database has ${size} events of the log; it had ${least}`);
    if (size === 0n) return;
    if (origin !== this.origin) throw new BrokenLog(`the log was ${this.origin}, and is ${origin} now: start anew`);
    if (size > this.size) this.size = size;
  }
}
