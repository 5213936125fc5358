import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { expireTokens, streamsOf } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { EventLog } from '../event-log/event-log.js';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { POOL } from '../platform/pool.js';

const INTERVAL_MS = 15_000;
const AT_ONCE = 500;

/** Counts out tokens whose time is over, so that issued − revoked − expired is what is live. They are refused before. */
@Injectable()
export class ExpireTokens implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ExpireTokens.name);
  private readonly stopped = new AbortController();
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.sweeping;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (await pause(); !signal.aborted; await pause())
      await this.sweep().catch((error: unknown) => this.logger.warn(`the sweep waits: ${String(error)}`));
  }

  private async sweep(): Promise<void> {
    for (;;) {
      const due = await this.due();
      if (due.length > 0) await this.expire(due);
      if (due.length < AT_ONCE) return;
    }
  }

  private async due() {
    const { rows } = await this.pool.query<{ id: string; owner: string }>(
      `select id, owner from state.tokens where status = 'live' and expires_at <= $1 order by expires_at limit $2`,
      [await this.now(), AT_ONCE],
    );
    return rows;
  }

  private async now(): Promise<string> {
    const { rows } = await this.pool.query<{ clock: string }>(`select ${CLOCK_SQL} as clock`);
    return fromMicroseconds(BigInt(rows[0]!.clock));
  }

  private async expire(due: readonly { id: string; owner: string }[]): Promise<void> {
    const owners = [...new Set(due.map(({ owner }) => owner))];
    const ids = due.map(({ id }) => id);
    await this.log.append({
      actor: { type: 'system', id: 'sweep' },
      permission: null,
      streams: owners.flatMap(streamsOf),
      reads: { users: owners, projects: owners, tokens: ids },
      decide: (state, at) => expireTokens(state, ids, at),
      requestId: 'sweep',
    });
  }
}
