import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { writeDurably } from '../platform/write-durably.js';
import { readHead } from './head.js';

const INTERVAL_MS = 1000;

/**
 * A copy of the newest checkpoint outside the database, at most a second old. Whoever restores an old database, or cuts
 * its end off, is found out at the next start.
 */
export class KeptCheckpoint {
  private readonly stopped = new AbortController();
  private keeping: Promise<void> = Promise.resolve();
  private size = 0n;

  constructor(private readonly path: string) {}

  /** Undefined where nothing was ever kept. */
  read(): string | undefined {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8') : undefined;
  }

  /** From now on, whatever any server on this log signs is kept within a second. */
  start(pool: Pick<Pool, 'query'>, onTrouble: (error: unknown) => void): void {
    this.keeping = this.run(pool, onTrouble);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.keeping;
  }

  private async run(pool: Pick<Pool, 'query'>, onTrouble: (error: unknown) => void): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (; !signal.aborted; await pause()) await this.keep(pool).catch(onTrouble);
    await this.keep(pool).catch(onTrouble);
  }

  private async keep(pool: Pick<Pool, 'query'>): Promise<void> {
    const { checkpoint, frontier } = await readHead(pool);
    // A log that has become shorter under a running server must not take the proof of that with it.
    if (frontier.size < this.size) throw new Error(`the log has ${frontier.size} events; it had ${this.size}`);
    if (frontier.size === this.size) return;
    writeDurably(this.path, checkpoint);
    this.size = frontier.size;
  }
}
