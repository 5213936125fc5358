import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { rootOf } from '@tokenledger/merkle/frontier';
import { writeDurably } from '../platform/write-durably.js';
import { NotAsKept } from './broken-log.js';
import { type Head, readHead } from './head.js';
import { foundIn, type KnownLog } from './known-log.js';
import { verifyGrowth } from './verify-growth.js';

const INTERVAL_MS = 1000;

/**
 * A copy of the newest checkpoint outside the database, at most a second old. Whoever restores an old database, or cuts
 * its end off, is found out at the next start; under a running server, within that second.
 */
export class KeptCheckpoint {
  private readonly stopped = new AbortController();
  private keeping: Promise<void> = Promise.resolve();
  private newest: Head | undefined;

  constructor(private readonly path: string) {}

  /** Undefined where nothing was ever kept. */
  read(): string | undefined {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8') : undefined;
  }

  /** From now on, whatever any server on this log signs is kept within a second. */
  start(pool: Pick<Pool, 'query'>, known: KnownLog, onTrouble: (error: unknown) => void): void {
    this.keeping = this.run(() => this.keep(pool, known).catch(onTrouble));
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.keeping;
  }

  private async run(keep: () => Promise<void>): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (; !signal.aborted; await pause()) await keep();
    await keep();
  }

  /** A log that is not the one of a second ago must not take the proof of that with it. */
  private async keep(pool: Pick<Pool, 'query'>, known: KnownLog): Promise<void> {
    const expected = known.expectation();
    const head = await readHead(pool);
    const isNew = head.checkpoint !== this.newest?.checkpoint;
    if (isNew && this.newest) await verifyGrown(pool, this.newest, head, known);
    known.distrust(undefined);
    expected(foundIn(head));
    if (!isNew) return;
    writeDurably(this.path, head.checkpoint);
    this.newest = head;
  }
}

async function verifyGrown(pool: Pick<Pool, 'query'>, { frontier }: Head, head: Head, known: KnownLog): Promise<void> {
  try {
    await verifyGrowth(pool, head, { size: frontier.size, root: rootOf(frontier) });
  } catch (error) {
    if (error instanceof NotAsKept) known.distrust(error);
    throw error;
  }
}
