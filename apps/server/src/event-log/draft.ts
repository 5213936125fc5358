import type { DomainEvent, Recorded, Refusal, Sealed, State } from '@tokenledger/domain';
import { newId as newEventId } from '../platform/new-id.js';
import { leafHash } from '@tokenledger/merkle/hash';
import type { Append } from './append.js';
import { encodeEntry, LARGEST_ENTRY } from './entry.js';
import type { Fold } from './fold.js';
import type { Remembered } from './idempotency.js';
import { fromMicroseconds } from './log-time.js';

/** What the lock has shown: everything that decisions depend on. */
export interface Facts {
  readonly origin: string;
  readonly state: State;
  /** The last version of each stream; a stream without one has no events. */
  readonly versions: Map<string, bigint>;
  readonly remembered: ReadonlyMap<string, Remembered>;
  readonly nextPosition: bigint;
  /** Microseconds since 1970: later than anything recorded. */
  readonly now: bigint;
}

export interface DraftedEvent {
  readonly event: Recorded<DomainEvent>;
  readonly version: bigint;
  readonly entry: Buffer;
  readonly leaf: Buffer;
}

/** What a command comes to if the batch commits. A fault is a broken decision; it harms nobody else in the batch. */
export type Outcome =
  | { readonly is: 'accepted'; readonly events: readonly Recorded<DomainEvent>[] }
  | { readonly is: 'replayed'; readonly events: Remembered }
  | { readonly is: 'refused'; readonly refusal: Refusal }
  | { readonly is: 'fault'; readonly error: unknown };

/** A command's events contradict the state, which may hold some of them by now: the whole draft is of no use. */
export class Unfoldable extends Error {
  constructor(cause: unknown) {
    super(`an event cannot be folded: ${String(cause)}`, { cause });
  }
}

/** About this many events make a batch; a command with more of them goes alone. */
const BATCH_EVENTS = 1000;

/**
 * Turns commands into events, one after the other, each deciding on what those before it left behind. Nothing is
 * written: if the transaction fails, the draft is thrown away and made anew from fresh facts.
 */
export class Draft {
  readonly events: DraftedEvent[] = [];
  readonly outcomes: Outcome[] = [];
  readonly remembered: { key: Buffer; body: Buffer; first: bigint; count: number }[] = [];

  constructor(
    private readonly facts: Facts,
    private readonly fold: Fold,
  ) {}

  /** False when the command does not fit into this batch any more and has to lead the next one. */
  add(command: Append): boolean {
    const outcome = this.outcomeOf(command);
    if (outcome === undefined) return false;
    this.outcomes.push(outcome);
    return true;
  }

  private outcomeOf(command: Append): Outcome | undefined {
    try {
      // Standing first: even a replay tells nothing to a credential that has died since.
      const refusal = this.judged(command);
      return refusal ? { is: 'refused', refusal } : (this.replayed(command) ?? this.decided(command));
    } catch (error) {
      if (error instanceof Unfoldable) throw error;
      return { is: 'fault', error };
    }
  }

  private judged({ actor, permission }: Append): Refusal | undefined {
    return this.fold.judge(this.facts.state, actor, permission, this.at());
  }

  private replayed({ idempotency }: Append): Outcome | undefined {
    const earlier = idempotency && this.earlier(idempotency.key);
    if (!earlier) return undefined;
    if (earlier.body.equals(idempotency.body)) return { is: 'replayed', events: earlier };
    return {
      is: 'refused',
      refusal: { refused: 'idempotency_key_reused', detail: 'This Idempotency-Key was used with another request.' },
    };
  }

  private earlier(key: Buffer): Remembered | undefined {
    return this.facts.remembered.get(key.toString('hex')) ?? this.remembered.find((known) => known.key.equals(key));
  }

  private decided(command: Append): Outcome | undefined {
    const decision = command.decide(this.facts.state, this.at());
    if ('refused' in decision) return { is: 'refused', refusal: decision };
    if (this.events.length > 0 && this.events.length + decision.length > BATCH_EVENTS) return undefined;
    return this.accept(command, decision);
  }

  private accept(command: Append, decision: readonly DomainEvent[]): Outcome {
    const drafted = this.encode(command, decision);
    if (drafted.some(({ entry }) => entry.length > LARGEST_ENTRY))
      return {
        is: 'refused',
        refusal: { refused: 'too_large', detail: 'An event of more than 65,535 bytes is not kept.' },
      };
    const first = this.nextPosition();
    this.evolve(drafted);
    this.events.push(...drafted);
    const { idempotency } = command;
    if (idempotency && drafted.length > 0) this.remembered.push({ ...idempotency, first, count: drafted.length });
    return { is: 'accepted', events: drafted.map(({ event }) => event) };
  }

  private evolve(drafted: readonly DraftedEvent[]): void {
    try {
      for (const { event, version } of drafted) {
        this.fold.evolve(this.facts.state, event);
        this.facts.versions.set(event.stream, version);
      }
    } catch (error) {
      throw new Unfoldable(error);
    }
  }

  private encode(command: Append, decision: readonly DomainEvent[]): DraftedEvent[] {
    const { origin: log, now } = this.facts;
    const { actor, requestId } = command;
    const source = sourceOf(command, decision);
    const ids = decision.map(() => newEventId());
    const correlationId = ids[0] ?? '';
    const versions = new Map(command.streams.map((stream) => [stream, this.facts.versions.get(stream) ?? -1n]));
    return decision.map((decided, i) => {
      const version = next(versions, decided.stream);
      const position = this.nextPosition() + BigInt(i);
      const recordedAt = fromMicroseconds(now + BigInt(this.events.length + i));
      const sealed = i === 0 ? [...decided.personal, ...source] : decided.personal;
      const personal = this.fold.withoutErased(this.facts.state, sealed);
      const meta = { correlationId, causationId: i === 0 ? null : correlationId, requestId };
      const event = { ...decided, personal, id: ids[i]!, position, recordedAt, actor, meta } as Recorded<DomainEvent>;
      const entry = encodeEntry(event, { log, version });
      return { event, version, entry, leaf: leafHash(entry) };
    });
  }

  private nextPosition(): bigint {
    return this.facts.nextPosition + BigInt(this.events.length);
  }

  private at(): string {
    return fromMicroseconds(this.facts.now + BigInt(this.events.length));
  }
}

function sourceOf({ source = [] }: Append, [first]: readonly DomainEvent[]): readonly Sealed[] {
  if (typeof source !== 'function') return source;
  return first ? source(first.subject) : [];
}

function next(versions: Map<string, bigint>, stream: string): bigint {
  const version = versions.get(stream);
  if (version === undefined) throw new Error(`an event for ${stream}, which the command did not name`);
  versions.set(stream, version + 1n);
  return version + 1n;
}
