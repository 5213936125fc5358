import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { checkLog, type LogChecked } from '@tokenledger/domain';
import pg, { type ClientConfig } from 'pg';
import type { EventLog } from '../event-log/event-log.js';
import { storedIntegrity } from './integrity.table.js';
import { type Evidence, look } from './look.js';

/** What the check is handed. */
export interface SelfCheckParts {
  readonly origin: string;
  readonly login: ClientConfig;
  readonly log: EventLog;
  readonly evidence: Evidence;
  /** 0: only when somebody asks. */
  readonly hours: number;
  readonly onTrouble: (error: unknown) => void;
}

/** A start has other things to do. */
const FIRST_MS = 900_000;
const INTERVAL_MS = 300_000;
const HOUR_MS = 3_600_000;
/** Any number: it only has to be the same in every server. */
const LOCK = 7_865_023_116;
/** A fifth of one processor when nobody waits for it, half of one when somebody does. */
const REST = { scheduled: 4, asked: 1 };

/** Looks at everything, on a schedule and when asked, and says in the log what it has found. */
export class SelfCheck implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopped = new AbortController();
  private scheduled: Promise<void> = Promise.resolve();
  private looking: Promise<void> | undefined;
  private db: pg.Client | undefined;

  constructor(private readonly parts: SelfCheckParts) {}

  onApplicationBootstrap(): void {
    if (this.parts.hours > 0) this.scheduled = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.db?.end().catch(() => undefined);
    await Promise.all([this.scheduled, this.looking]);
  }

  get isLooking(): boolean {
    return this.looking !== undefined;
  }

  /** Begins, unless one is under way; the result is an event. */
  ask(): void {
    void this.once(REST.asked);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
    for (await pause(FIRST_MS); !signal.aborted; await pause(INTERVAL_MS)) await this.once(REST.scheduled, this.isDue);
  }

  private once(rest: number, when: (db: pg.Client) => Promise<boolean> = async () => true): Promise<void> {
    this.looking ??= this.alone(rest, when)
      .catch((error: unknown) => {
        if (!this.stopped.signal.aborted) this.parts.onTrouble(error);
      })
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Of all servers one looks at a time. A connection of its own: what it holds is gone with it, whatever happens. */
  private async alone(rest: number, when: (db: pg.Client) => Promise<boolean>): Promise<void> {
    const { login, evidence, onTrouble } = this.parts;
    const db = new pg.Client({ ...login, pipeline: true, application_name: 'tokenledger self-check' });
    db.on('error', onTrouble);
    this.db = db;
    try {
      await db.connect();
      const { rows } = await db.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK]);
      if (rows[0]!.held && (await when(db))) await this.record(await look(db, evidence, rest));
    } finally {
      await db.end().catch(() => undefined);
      this.db = undefined;
    }
  }

  private readonly isDue = async (db: pg.Client): Promise<boolean> => {
    const last = await storedIntegrity(db);
    return !last || Date.now() - Date.parse(last.checkedAt) >= this.parts.hours * HOUR_MS;
  };

  private async record(found: LogChecked['data']): Promise<void> {
    const { log, origin } = this.parts;
    await log.append({
      actor: { type: 'system', id: 'self-check' },
      permission: null,
      streams: ['log'],
      reads: {},
      decide: () => checkLog(origin, found),
      requestId: 'self-check',
    });
  }
}
