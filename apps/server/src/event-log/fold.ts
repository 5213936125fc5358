import type { Actor, DomainEvent, Permission, Reads, Recorded, Refusal, Sealed, State } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';

/** `query_timeout`: for how many milliseconds it is waited for, where that is more than usual. */
export type Write = QueryConfig & { readonly query_timeout?: number };

/** A part of every state that changes with the events of one stream alone. */
export interface RememberedPart {
  readonly stream: string;
  /** How it is put into a state; undefined while there is nothing to put. */
  read(db: ClientBase): Promise<((state: State) => void) | undefined>;
}

/** What the log is handed, so that it knows no feature: how the rows that decisions read are loaded, folded, stored. */
export interface Fold {
  /** Under the lock: the rows that these commands need, their actors' among them. */
  read(db: ClientBase, wanted: readonly { readonly actor: Actor; readonly reads: Reads }[]): Promise<State>;
  /** What every state has beside those rows. */
  readonly remembered: readonly RememberedPart[];
  judge(state: State, actor: Actor, permission: Permission | null, at: string): Refusal | undefined;
  /** What may still be written of it, now that the lock shows who has been erased. */
  withoutErased(state: State, personal: readonly Sealed[]): readonly Sealed[];
  evolve(state: State, event: Recorded<DomainEvent>): void;
  /** For the transaction of the events: how the rows that they changed are stored, in this order. */
  write(state: State, events: readonly Recorded<DomainEvent>[]): readonly Write[];
}
