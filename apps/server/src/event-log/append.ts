import type {
  Actor,
  Decision,
  DomainEvent,
  Permission,
  Reads,
  Recorded,
  Sealed,
  State,
  Subject,
} from '@tokenledger/domain';
import type { QueryConfig } from 'pg';

/** One command on its way into the log. All of its events become true in one commit, or none does. */
export interface Append {
  readonly actor: Actor;
  /** What the actor needs, judged under the lock; null for those who bring no credential (see `judge`). */
  readonly permission: Permission | null;
  /** Every stream that the decision may write to. */
  readonly streams: readonly string[];
  readonly reads: Reads;
  /** Pure. Runs under the lock, possibly more than once; only its last run counts. `at` is the time its events get. */
  readonly decide: (state: State, at: string) => Decision<DomainEvent>;
  readonly requestId: string;
  /**
   * Where the actor was, under the actor's own key. Stands on the first event; the others name it as their cause. A
   * function, where only the decision shows what the first event is about.
   */
  readonly source?: readonly Sealed[] | ((about: Subject) => readonly Sealed[]);
  readonly idempotency?: IdempotencyKey;
  /** Rows that must be there if and only if the events are: the key of a new person. A function is given the state after them. */
  readonly alongside?: readonly Row[];
}

export type Row = QueryConfig | ((state: State) => QueryConfig);

export interface IdempotencyKey {
  /** SHA-256 over actor, route and the key that the caller chose. */
  readonly key: Buffer;
  /** A digest of the request itself; the log compares it and knows no more. */
  readonly body: Buffer;
}

export interface Appended {
  readonly events: readonly Recorded<DomainEvent>[];
  /** True when an earlier append with this idempotency key wrote the events. */
  readonly replayed: boolean;
  /**
   * A C2SP tlog-proof of the event at this position, one of `events`: against the checkpoint of its own commit, or, of
   * what is replayed, against the newest.
   */
  readonly receiptOf: (position: bigint) => Promise<string>;
}

/**
 * The one way into the log.
 *
 * When `append` resolves, its events, what they did to the read models, their place in the tree and the signed
 * checkpoint that covers them are durable, in one commit, and every later check on every server sees them.
 *
 * When it rejects with a {@link Refused}, nothing was written; `unavailable` and `overloaded` are safe to repeat. The
 * one exception is `outcome_unknown`: the database was lost during COMMIT and did not come back in time to be asked.
 * Repeating it is safe only with an idempotency key.
 *
 * Appends may be called concurrently, from any number of servers on one database.
 */
export interface AppendsEvents {
  append(command: Append): Promise<Appended>;
}
