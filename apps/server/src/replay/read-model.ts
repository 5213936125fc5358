import type { Cipher } from '../keys/cipher.js';
import type { Names } from '../keys/names.js';
import type { Fold } from '../event-log/fold.js';
import type { Projection } from '../event-log/projection.js';

/** A table that the log can make again. */
export interface ReadModel {
  readonly schema: string;
  readonly table: string;
  readonly key: string;
  /** SQL: which of its rows can be expected, where it may be behind the log. */
  readonly within?: string;
}

/** What the replay is handed of the features: how events become rows of shadow tables. */
export interface Replayed {
  readonly models: readonly ReadModel[];
  readonly fold: Fold;
  readonly projections: readonly Projection[];
  readonly cipher: Cipher;
  readonly names: Names;
}

/** Of a session's own: they are in no backup and no WAL, and gone when it ends, however it ends. */
export const SHADOW = 'pg_temp';
