import type { ClientConfig } from 'pg';
import type { Projection } from './projection.js';
import { DatabaseSession } from './session.js';
import { takeEvents, Untaken } from './take-events.js';

const BATCH = 2000;

/** One projection on its way along the log, in this server. Of all servers on a database, one at a time moves it on. */
export class Follower {
  private readonly session: DatabaseSession;
  private running: Promise<void> | undefined;
  private obstacle: bigint | undefined;

  constructor(
    login: ClientConfig,
    private readonly projection: Projection,
    private readonly stopped: AbortSignal,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.session = new DatabaseSession(login, `tokenledger ${projection.name}`);
  }

  /** Whether what stands behind `position` is what this server could not take when it last tried. */
  stopsAt(position: bigint): boolean {
    return this.obstacle === position + 1n;
  }

  /** Goes on until nothing is left, another server is at it, or an event cannot be taken. */
  run(): Promise<void> {
    this.running ??= this.work().finally(() => (this.running = undefined));
    return this.running;
  }

  async close(): Promise<void> {
    await this.running?.catch(() => undefined);
    await this.session.discard();
  }

  private async work(): Promise<void> {
    let limit = this.obstacle === undefined ? BATCH : 1;
    while (limit > 0 && !this.stopped.aborted) limit = await this.advance(limit);
  }

  /** Answers how many to try next; 0 is the end. What cannot be taken is halved until the obstacle stands alone. */
  private async advance(limit: number): Promise<number> {
    const taken = await this.attempt(limit);
    if (taken instanceof Untaken) {
      if (limit === 1) this.stop(taken);
      return limit >> 1;
    }
    if (taken !== undefined) this.obstacle = undefined;
    return taken === limit ? BATCH : 0;
  }

  /** Where the events are not the reason, the connection goes, and with it whatever transaction was open. */
  private async attempt(limit: number): Promise<number | undefined | Untaken> {
    try {
      return await takeEvents(await this.session.connect(), this.projection, limit);
    } catch (error) {
      if (error instanceof Untaken) return error;
      await this.session.discard();
      throw error;
    }
  }

  /** Told once, however often it is tried again. */
  private stop(error: Untaken): void {
    if (this.obstacle !== error.position) this.onTrouble(error);
    this.obstacle = error.position;
  }
}
