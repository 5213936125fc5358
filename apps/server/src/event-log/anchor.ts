import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { readHead } from './head.js';

/** Silence is attested too: a log of which nothing was heard for longer has been held back. */
const AT_LEAST_MS = 3_600_000;
/** What has changed leaves the machine sooner: until then nobody elsewhere can prove that it was there. */
const CHANGED_MS = 600_000;
const LOOK_MS = 60_000;

interface Put {
  readonly checkpoint: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Whether another checkpoint has to be put there. */
export const isDue = (last: Put, { checkpoint, at }: Put): boolean =>
  at - last.at >= AT_LEAST_MS || (checkpoint !== last.checkpoint && at - last.at >= CHANGED_MS);

/**
 * Puts checkpoints where others hold them: another machine's mount, or storage that takes files and changes none. Each is a
 * file of its own, named by its time and size, and is never written to again.
 */
export class Anchor {
  private readonly stopped = new AbortController();
  private last: Put | undefined;
  private putting: Promise<void> = Promise.resolve();

  constructor(
    private readonly directory: string,
    private readonly pool: Pick<Pool, 'query'>,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** @throws when the first one cannot be put there. */
  async start(): Promise<void> {
    await this.put(await this.now());
    this.putting = this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.putting;
  }

  /** How long ago the last one was put there, in seconds. */
  age(): number {
    return this.last ? (Date.now() - this.last.at) / 1000 : Number.NaN;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    for (await pause(); !signal.aborted; await pause()) await this.look().catch(this.onTrouble);
  }

  private async look(): Promise<void> {
    const now = await this.now();
    if (isDue(this.last!, now)) await this.put(now);
  }

  private async now(): Promise<Put & { readonly size: bigint }> {
    const { checkpoint, frontier } = await readHead(this.pool);
    return { checkpoint, size: frontier.size, at: Date.now() };
  }

  /** Created, written, synced: where a crash leaves half of one, it does not verify, and the next start puts another. */
  private async put({ checkpoint, at, size }: Put & { readonly size: bigint }): Promise<void> {
    const stamp = new Date(at).toISOString().replaceAll(/[-:]/g, '').replace('.', '');
    const file = await open(join(this.directory, `${stamp}-${size}.checkpoint`), 'wx', 0o444);
    try {
      await file.writeFile(checkpoint);
      await file.sync();
    } finally {
      await file.close();
    }
    this.last = { checkpoint, at };
  }
}
