import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent, Recorded, State } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { readAhead } from '../event-log/read-ahead.js';
import { claimed } from './claims.js';
import { type Known, type Replayed, SHADOW } from './read-model.js';

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
    await db.query(`set work_mem = '64MB'`);
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
      for await (const slice of this.slices()) {
        writes.push(...(await this.take(slice)).map(sent));
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

  /** Nobody waits for what can be asked for: while one slice is stored, the next is read, and its names are opened. */
  private async *slices(): AsyncGenerator<Slice> {
    const { fold, claims } = this.parts;
    let ahead: Slice | undefined;
    for await (const events of readAhead(this.db, this.position, Number.MAX_SAFE_INTEGER)) {
      const claiming = sent(claimed(events, claims));
      if (ahead) yield ahead;
      // Not before: what the slice in front of it has changed is on its way to the database only now.
      const known = knownTo(events);
      ahead = { claiming, known, reading: sent(fold.read(this.db, [{ actor: SYSTEM, reads: known }])) };
    }
    if (ahead) yield ahead;
  }

  /** Answers what the database is at: it stores this while what comes next is made ready, and is asked in this order. */
  private async take({ claiming, known, reading }: Slice): Promise<readonly Promise<unknown>[]> {
    const { fold, projections } = this.parts;
    const [events, state] = await Promise.all([claiming, reading]);
    for (const event of events) {
      if (event.position !== ++this.position)
        throw new Error(`the log has no event ${this.position}, or another there`);
      fold.evolve(state, event);
    }
    return [
      ...fold.store(this.db, state, known, events),
      ...projections.map((projection) => projection.write(this.db, events)),
    ];
  }
}

/** Some events on their way into the shadow. */
interface Slice {
  /** With their claims. */
  readonly claiming: Promise<readonly Event[]>;
  readonly known: Known;
  readonly reading: Promise<State>;
}

/** How it ended is asked when its turn comes. */
function sent<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

const SYSTEM = { type: 'system', id: 'replay' } as const;

/** What these events fold into, and do not begin themselves. */
function knownTo(events: readonly Event[]): Known {
  const users = new Set<string>();
  const tokens = new Set<string>();
  for (const { data } of events) {
    if ('owner' in data) users.add(data.owner);
    else if ('userId' in data) users.add(data.userId);
    if ('tokenId' in data) tokens.add(data.tokenId);
    if ('replaces' in data && data.replaces !== undefined) tokens.add(data.replaces);
  }
  for (const { type, data } of events) {
    if (type === 'UserRegistered') users.delete(data.userId);
    if (type === 'TokenIssued') tokens.delete(data.tokenId);
  }
  return { users: [...users], tokens: [...tokens] };
}
