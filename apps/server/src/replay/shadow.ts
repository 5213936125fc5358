import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent, Reads, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { readAhead } from '../event-log/read-ahead.js';
import { withClaims } from './claims.js';
import { type Replayed, SHADOW } from './read-model.js';

type Event = Recorded<DomainEvent>;

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

  private constructor(
    private readonly db: ClientBase,
    private readonly parts: Replayed,
  ) {}

  static async make(db: ClientBase, parts: Replayed): Promise<Shadow> {
    await db.query(`set temp_buffers = '64MB'`);
    await db.query('set plan_cache_mode = force_generic_plan');
    for (const { schema, table, key } of parts.models) {
      await db.query(`create temp table ${table} (like ${schema}.${table} including defaults)`);
      await db.query(`alter table ${SHADOW}.${table} add primary key (${key})`);
    }
    return new Shadow(db, parts);
  }

  /** Folds on up to what the log has now, or a little more. */
  async follow({ rest, progress }: Pace): Promise<void> {
    // Nobody has looked yet at how these tables grow: every question has its index.
    await this.db.query('set enable_seqscan = off');
    const writes: Promise<unknown>[] = [];
    let begun = performance.now();
    try {
      for await (const events of readAhead(this.db, this.position, Number.MAX_SAFE_INTEGER)) {
        writes.push(...(await this.take(events)).map(sent));
        progress(this.position);
        if (rest > 0) await sleep((performance.now() - begun) * rest);
        begun = performance.now();
      }
    } finally {
      // The first that failed says why: whatever was sent behind it found less than it needed.
      await Promise.all(writes);
    }
    await this.db.query('reset enable_seqscan');
  }

  /** Answers what the database is at: it stores this while what comes next is made ready, and is asked in this order. */
  private async take(recorded: readonly Event[]): Promise<readonly Promise<unknown>[]> {
    const { fold, projections, cipher, names } = this.parts;
    for (const { position } of recorded)
      if (position !== ++this.position) throw new Error(`the log has no event ${this.position}, or another there`);
    const events = await withClaims(recorded, cipher, names);
    const state = await fold.read(this.db, [{ actor: SYSTEM, reads: readsOf(events) }]);
    for (const event of events) fold.evolve(state, event);
    const rows = fold.write(state, events).map((statement) => this.db.query(statement));
    return [...rows, ...projections.map((projection) => projection.write(this.db, events))];
  }
}

/** How it ended is asked when all are sent. */
function sent(write: Promise<unknown>): Promise<unknown> {
  write.catch(() => undefined);
  return write;
}

const SYSTEM = { type: 'system', id: 'replay' } as const;

/** The rows that these events fold into. */
const readsOf = (events: readonly Event[]): Reads => ({
  users: distinct(events, ({ data }) => ('owner' in data ? data.owner : 'userId' in data ? data.userId : undefined)),
  tokens: [
    ...distinct(events, ({ data }) => ('tokenId' in data ? data.tokenId : undefined)),
    ...distinct(events, ({ data }) => ('replaces' in data ? data.replaces : undefined)),
  ],
});

const distinct = (events: readonly Event[], of: (event: Event) => string | undefined): readonly string[] => [
  ...new Set(events.flatMap((event) => of(event) ?? [])),
];
