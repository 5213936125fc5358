import type { DomainEvent, Reads, Recorded, State } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import type { Fold } from '../event-log/fold.js';
import type { Projection } from '../event-log/projection.js';
import type { Claims } from './claims.js';

/** A table that the log can make again. */
export interface ReadModel {
  readonly schema: string;
  readonly table: string;
  readonly key: string;
  /** SQL: which of its rows can be expected, where it may be behind the log. */
  readonly within?: string;
}

/** What is read into a shadow's fold: what was there before the events that are folded. */
export type Known = Required<Pick<Reads, 'users' | 'tokens'>>;

/** The fold of the log, over tables that are filled and that nobody else sees: its rows are stored whole. */
export interface ShadowFold extends Pick<Fold, 'read' | 'evolve'> {
  /** Sends the rows that `state` has after `events`, in the place of those that were read into it. */
  store(
    db: ClientBase,
    state: State,
    read: Known,
    events: readonly Recorded<DomainEvent>[],
  ): readonly Promise<unknown>[];
}

/** What the replay is handed of the features: how events become rows of shadow tables. */
export interface Replayed {
  readonly models: readonly ReadModel[];
  readonly fold: ShadowFold;
  readonly projections: readonly Projection[];
  readonly claims: Claims;
}

/** Of a session's own: they are in no backup and no WAL, and gone when it ends, however it ends. */
export const SHADOW = 'pg_temp';
