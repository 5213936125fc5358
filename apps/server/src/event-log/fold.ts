import type {
  Actor,
  DomainEvent,
  KnownKeys,
  Permission,
  Reads,
  Recorded,
  Refusal,
  Sealed,
  State,
} from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';

/** `query_timeout`: for how many milliseconds it is waited for, where that is more than usual. */
export type Write = QueryConfig & { readonly query_timeout?: number };

/** What the log is handed, so that it knows no feature: how the rows that decisions read are loaded, folded, stored. */
export interface Fold {
  /** Under the lock: the rows that these commands need, their actors' among them. */
  read(db: ClientBase, wanted: readonly { readonly actor: Actor; readonly reads: Reads }[]): Promise<State>;
  /** What every state has beside those rows, and changes with the events of one stream alone. */
  readonly keys: { readonly stream: string; read(db: ClientBase): Promise<KnownKeys> };
  judge(state: State, actor: Actor, permission: Permission | null, at: string): Refusal | undefined;
  /** What may still be written of it, now that the lock shows who has been erased. */
  withoutErased(state: State, personal: readonly Sealed[]): readonly Sealed[];
  evolve(state: State, event: Recorded<DomainEvent>): void;
  /** For the transaction of the events: how the rows that they changed are stored, in this order. */
  write(state: State, events: readonly Recorded<DomainEvent>[]): readonly Write[];
}
