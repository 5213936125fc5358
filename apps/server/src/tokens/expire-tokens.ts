import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { expireTokens, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { EventLog } from '../event-log/event-log.js';
import { POOL } from '../http/pool.js';

const INTERVAL_MS = 15_000;
const AT_ONCE = 500;

/** Counts out tokens whose time is over, so that issued − revoked − expired is what is live. They are refused before. */
@Injectable()
export class ExpireTokens implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ExpireTokens.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) => this.logger.warn(`the sweep waits: ${String(error)}`));
    }, INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
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
      `select id, owner from state.tokens where status = 'live'
         and expires_at <= to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
       order by expires_at limit $1`,
      [AT_ONCE],
    );
    return rows;
  }

  private async expire(due: readonly { id: string; owner: string }[]): Promise<void> {
    const owners = [...new Set(due.map(({ owner }) => owner))];
    const ids = due.map(({ id }) => id);
    await this.log.append({
      actor: { type: 'system', id: 'sweep' },
      permission: null,
      streams: owners.map(userStream),
      reads: { users: owners, tokens: ids },
      decide: (state, at) => expireTokens(state, ids, at),
      requestId: 'sweep',
    });
  }
}
