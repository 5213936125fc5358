import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { ClientConfig, Pool } from 'pg';
import { Follower } from './follower.js';
import { readHead } from './head.js';
import type { Projection } from './projection.js';
import { Refused } from './refused.js';

const INTERVAL_MS = 500;
/** How long whoever asks waits for the newest events. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 10;

interface Cursor {
  readonly position: bigint;
  readonly lag: bigint;
}

/**
 * Brings the read models that follow the log up to it: in the background, and at once for whoever must see the newest.
 * Appends and checks never wait for them.
 */
export class Projections implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopped = new AbortController();
  private readonly followers: ReadonlyMap<string, Follower>;
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: { readonly login: ClientConfig; readonly pool: Pool },
    projections: readonly Projection[],
    private readonly onTrouble: (error: unknown) => void,
  ) {
    const follower = (one: Projection) => new Follower(database.login, one, this.stopped.signal, onTrouble);
    this.followers = new Map(projections.map((one) => [one.name, follower(one)]));
  }

  onApplicationBootstrap(): void {
    this.following = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.following;
    for (const follower of this.followers.values()) await follower.close();
  }

  /** Events that each projection has still to take. */
  async lag(): Promise<ReadonlyMap<string, bigint>> {
    return new Map([...(await this.cursors())].map(([name, { lag }]) => [name, lag]));
  }

  /** Those that stand before an event which they could not take. */
  async stopping(): Promise<readonly string[]> {
    const cursors = [...(await this.cursors())];
    return cursors.flatMap(([name, { position }]) => (this.followers.get(name)?.stopsAt(position) ? name : []));
  }

  /**
   * Answers a position that the projection has reached: that of every event acknowledged before the question, or later.
   *
   * @throws Refused when it does not get there.
   */
  async catchUp(name: string): Promise<bigint> {
    const follower = this.followers.get(name)!;
    const last = (await readHead(this.database.pool)).frontier.size - 1n;
    for (const end = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
      // Much to take is taken on, without whoever asked. Why an attempt has failed, the next in the background tells.
      await Promise.race([follower.run().catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);
      const { position } = (await this.cursors()).get(name)!;
      if (position >= last) return position;
      if (follower.stopsAt(position) || performance.now() > end) throw behind(name, position);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (; !signal.aborted; await pause()) await this.followAll().catch(this.onTrouble);
  }

  private async followAll(): Promise<void> {
    const behind = [...(await this.lag())].filter(([, lag]) => lag !== 0n);
    const followers = behind.flatMap(([name]) => this.followers.get(name) ?? []);
    await Promise.all(followers.map((follower) => follower.run()));
  }

  private async cursors(): Promise<ReadonlyMap<string, Cursor>> {
    const { rows } = await this.database.pool.query<{ projection: string; position: string; lag: string }>({
      name: 'read-cursors',
      text: 'select projection, position, size - 1 - position as lag from views.cursor, log.head',
    });
    return new Map(
      rows.map(({ projection, position, lag }) => [projection, { position: BigInt(position), lag: BigInt(lag) }]),
    );
  }
}

const behind = (name: string, position: bigint): Refused =>
  new Refused({
    refused: 'unavailable',
    detail: `The view that answers this, ${name}, has come to position ${position}; it is behind the log.`,
    retryAfter: 1,
  });
