import { setTimeout as sleep } from 'node:timers/promises';
import { emptyState } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { readAhead } from '../event-log/read-ahead.js';
import { type Replayed, SHADOW } from './read-model.js';
import { carryOn, sent, type Slice, sliceOf } from './slice.js';

/** Each slice costs some statements, however long it is. For whoever has the thread alone: these take it 50 ms. */
const MANY = 1000;

/** How much of a machine it may take: beside each second of work, this many of rest. */
export interface Pace {
  readonly rest: number;
  /** Told the position that has been reached. */
  readonly progress: (position: bigint) => void;
}

/** What the log comes to, event by event from its first one, in tables of this session alone. */
export class Shadow {
  /** Of the last event that has been folded. */
  position = -1n;
  /** What the events up to there have left, where the database may not have it yet. */
  private last = emptyState();

  private constructor(
    private readonly db: ClientBase,
    private readonly parts: Replayed,
  ) {}

  static async make(db: ClientBase, parts: Replayed): Promise<Shadow> {
    await db.query(`set temp_buffers = '64MB'`);
    await db.query(`set work_mem = '64MB'`);
    await db.query('set plan_cache_mode = force_generic_plan');
    for (const { schema, table, key } of parts.models) {
      await db.query(`create temp table ${table} (like ${schema}.${table} including defaults)`);
      await db.query(`alter table ${SHADOW}.${table} add primary key (${key})`);
    }
    return new Shadow(db, parts);
  }

  /** Folds on up to what `log` has now, or a little more. By another connection it is read while this one stores. */
  async follow(log: Pick<ClientBase, 'query'>, { rest, progress }: Pace): Promise<void> {
    // Nobody has looked yet at how these tables grow: every question has its index.
    await this.db.query('set enable_seqscan = off');
    let stored: Promise<unknown> = Promise.resolve();
    let begun = performance.now();
    try {
      for await (const slice of this.slices(log, rest > 0 ? undefined : MANY)) {
        const storing = sent(Promise.all(await this.take(slice)));
        // One is stored while the next is made ready. More of them would pile up where the database is slower.
        await stored;
        stored = storing;
        progress(this.position);
        if (rest > 0) await sleep((performance.now() - begun) * rest);
        begun = performance.now();
      }
    } finally {
      // The first that failed says why: whatever was sent behind it found less than it needed.
      await stored;
    }
    await this.db.query('reset enable_seqscan');
  }

  /** Each is asked for before the one in front of it is folded, so that neither waits for the database to store that one. */
  private async *slices(log: Pick<ClientBase, 'query'>, atOnce: number | undefined): AsyncGenerator<Slice> {
    let ahead: Slice | undefined;
    for await (const events of readAhead(log, this.position, Number.MAX_SAFE_INTEGER, atOnce)) {
      const next = sliceOf(events, this.db, this.parts);
      if (ahead) yield ahead;
      ahead = next;
    }
    if (ahead) yield ahead;
  }

  /** Answers what the database is at: it stores this while what comes next is made ready, and is asked in this order. */
  private async take({ claiming, known, reading }: Slice): Promise<readonly Promise<unknown>[]> {
    const { fold, projections } = this.parts;
    const [events, state] = await Promise.all([claiming, reading]);
    carryOn(this.last, state, known);
    for (const event of events) {
      if (event.position !== ++this.position)
        throw new Error(`the log has no event ${this.position}, or another there`);
      fold.evolve(state, event);
    }
    this.last = state;
    return [
      ...fold.store(this.db, state, known, events),
      ...projections.map((projection) => projection.write(this.db, events)),
    ];
  }
}
