import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { ClientBase } from 'pg';

/** A read model that follows the log in transactions of its own. */
export interface Projection {
  /** Of its row in views.cursor. */
  readonly name: string;
  /** Stores what these events mean: every event once, in order. What it cannot take stops it, and is never skipped. */
  write(db: ClientBase, events: readonly Recorded<DomainEvent>[]): Promise<void>;
}
