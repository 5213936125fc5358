import { type Key, keysOf, type KnownKeys } from './key.js';

/**
 * The keys that may have wrapped what was destroyed at `position`, and are there still. With one of them, and an old copy of the
 * database, it could be read.
 */
export const couldUnwrap = (keys: KnownKeys, position: bigint): readonly Key[] =>
  keysOf(keys, 'wrapping').filter(
    ({ activated, destroyed }) => destroyed === null && activated !== null && activated.position < position,
  );
