import type { Refusal } from '@tokenledger/domain';
import type pg from 'pg';
import { setImmediate as turnOfTheEventLoop, setTimeout as sleep } from 'node:timers/promises';
import type { Append, Appended, AppendsEvents } from './append.js';
import { readEvents } from './read-events.js';
import { isDatabaseAway } from './database-away.js';
import type { Draft, Outcome } from './draft.js';
import { proveEvent } from './prove-event.js';
import { lockHead } from './head.js';
import { foundIn } from './known-log.js';
import type { Receipts } from './receipts.js';
import { Refused } from './refused.js';
import { DatabaseSession } from './session.js';
import { type Batch, CommitInDoubt, type LogParts, transact } from './transaction.js';

interface Waiting {
  readonly command: Append;
  /** By the clock that nobody sets. */
  readonly deadline: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

const LARGEST_BATCH = 256;
const LONGEST_QUEUE = 5000;
/** How long a command waits for its turn or for a database that is away, and a lost COMMIT for its answer. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 50;

const OVERLOADED: Refusal = { refused: 'overloaded', detail: 'Too many changes are waiting.' };
const UNAVAILABLE: Refusal = {
  refused: 'unavailable',
  detail: 'The database takes no change at the moment; nothing was changed.',
};
const UNKNOWN: Refusal = {
  refused: 'outcome_unknown',
  detail: 'The database was lost while it committed. Repeat the request with the same Idempotency-Key.',
};

/** The one appender of this process. Commands that arrive while a batch commits make up the next one. */
export class EventLog implements AppendsEvents {
  private queue: Waiting[] = [];
  private draining: Promise<void> | undefined;
  private closed = false;
  /** At the last attempt. What has waited too long then has not waited for its turn. */
  private away = false;
  private readonly session: DatabaseSession;

  constructor(
    config: pg.ClientConfig,
    private readonly parts: LogParts,
  ) {
    this.session = new DatabaseSession(config, 'tokenledger appender');
  }

  async append(command: Append): Promise<Appended> {
    const { onOutcome } = this.parts;
    try {
      const appended = await this.enqueue(command);
      onOutcome(appended.replayed ? 'replayed' : 'accepted');
      return appended;
    } catch (error) {
      onOutcome(error instanceof Refused ? error.refusal.refused : 'fault');
      throw error;
    }
  }

  /** Commands that wait for their batch. */
  get waiting(): number {
    return this.queue.length;
  }

  private async enqueue(command: Append): Promise<Appended> {
    if (this.closed) throw new Refused(UNAVAILABLE);
    if (this.queue.length >= LONGEST_QUEUE) throw new Refused(OVERLOADED);
    return new Promise((resolve, reject) => {
      this.queue.push({ command, deadline: performance.now() + PATIENCE_MS, resolve, reject });
      this.draining ??= this.drain();
    });
  }

  /** Takes nothing more, finishes what is waiting, and lets go of the connection. */
  async close(): Promise<void> {
    this.closed = true;
    await this.draining;
    await this.session.discard();
  }

  private async drain(): Promise<void> {
    do {
      // Whoever has heard the answer to the last batch and asks again, and whatever has arrived meanwhile, shares the next.
      await turnOfTheEventLoop();
      await this.commit(this.queue.splice(0, LARGEST_BATCH));
    } while (this.queue.length > 0);
    this.draining = undefined;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    let rest = giveUpOverdue(batch, this.away ? UNAVAILABLE : OVERLOADED);
    while (rest.length > 0) {
      try {
        rest = await this.attempt(rest);
        this.away = false;
      } catch (error) {
        this.parts.onTrouble(error);
        await this.session.discard();
        // This server cannot write at all, whatever the command.
        if (error instanceof Refused) return rest.forEach(({ reject }) => reject(error));
        if (!isDatabaseAway(error)) return this.bisect(rest, error);
        this.away = true;
        await sleep(PAUSE_MS);
        rest = giveUpOverdue(rest, UNAVAILABLE);
      }
    }
  }

  /** Commits what fits into one transaction; returns what is still waiting. */
  private async attempt(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const commands = waiting.map(({ command }) => command);
    try {
      const batch = await this.transact(commands);
      await this.settle(waiting, batch);
      return waiting.slice(batch.draft.outcomes.length);
    } catch (error) {
      if (!(error instanceof CommitInDoubt)) throw error;
      this.parts.onTrouble(error);
      return this.resolveDoubt(waiting, error.batch);
    }
  }

  private async transact(commands: readonly Append[]): Promise<Batch> {
    const db = await this.session.connect();
    const begun = performance.now();
    const batch = await transact(db, commands, this.parts);
    const { outcomes, events } = batch.draft;
    const seconds = (performance.now() - begun) / 1000;
    if (events.length > 0) this.parts.onCommit({ commands: outcomes.length, events: events.length, seconds });
    return batch;
  }

  /** One of several commands cannot be stored: halve until it stands alone and is answered, and the others succeed. */
  private async bisect(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return batch[0]!.reject(error);
    const middle = batch.length >> 1;
    await this.commit(batch.slice(0, middle));
    await this.commit(batch.slice(middle));
  }

  private async settle(waiting: readonly Waiting[], { draft, receipts }: Batch): Promise<void> {
    const last = draft.events.at(-1)?.event.position;
    if (last !== undefined) this.parts.known.grew(this.parts.origin, last + 1n, receipts!.checkpoint);
    // However often one command is repeated at once, its events are read once.
    const replays = new Map<bigint, Promise<Appended>>();
    for (const [i, outcome] of draft.outcomes.entries()) await this.answer(waiting[i]!, outcome, { receipts, replays });
  }

  private async answer(
    { resolve, reject }: Waiting,
    outcome: Outcome,
    { receipts, replays }: { receipts: Receipts | undefined; replays: Map<bigint, Promise<Appended>> },
  ): Promise<void> {
    if (outcome.is === 'accepted')
      resolve({ events: outcome.events, replayed: false, receiptOf: async (position) => receipts!.of(position) });
    else if (outcome.is === 'refused') reject(new Refused(outcome.refusal));
    else if (outcome.is === 'fault') reject(outcome.error);
    else {
      const { first, count } = outcome.events;
      const replay = replays.get(first) ?? this.replay(first, count);
      replays.set(first, replay);
      await replay.then(resolve, () => reject(new Refused(UNAVAILABLE)));
    }
  }

  private async replay(first: bigint, count: number): Promise<Appended> {
    const events = await readEvents(await this.session.connect(), first - 1n, count);
    return {
      events,
      replayed: true,
      receiptOf: async (position) => (await proveEvent(await this.session.connect(), position))!,
    };
  }

  /**
   * After a lost COMMIT: once the head's lock is ours, the old transaction has ended one way or the other, and the
   * leaf at the draft's first position says which.
   */
  private async resolveDoubt(waiting: readonly Waiting[], batch: Batch): Promise<readonly Waiting[]> {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(PAUSE_MS)) {
      await this.session.discard();
      const durable = await this.isDurable(batch.draft).catch(() => undefined);
      if (durable === undefined) continue;
      if (!durable) return giveUpOverdue(waiting, UNAVAILABLE);
      await this.settle(waiting, batch);
      return waiting.slice(batch.draft.outcomes.length);
    }
    for (const { reject } of waiting.slice(0, batch.draft.outcomes.length)) reject(new Refused(UNKNOWN));
    return waiting.slice(batch.draft.outcomes.length);
  }

  private async isDurable({ events }: Draft): Promise<boolean> {
    const { event, leaf } = events[0]!;
    const db = await this.session.connect();
    const expected = this.parts.known.expectation();
    await db.query('begin');
    expected(foundIn(await lockHead(db)));
    const { rows } = await db.query<{ leaf_hash: Buffer }>('select leaf_hash from log.event where position = $1', [
      String(event.position),
    ]);
    await db.query('rollback');
    return rows[0]?.leaf_hash.equals(leaf) ?? false;
  }
}

function giveUpOverdue(waiting: readonly Waiting[], why: Refusal): readonly Waiting[] {
  const now = performance.now();
  for (const { reject, deadline } of waiting) if (deadline <= now) reject(new Refused(why));
  return waiting.filter(({ deadline }) => deadline > now);
}
