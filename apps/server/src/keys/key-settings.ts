import type { KeySource } from './key-file.js';

/** Injects {@link KeySettings}. */
export const KEY_SETTINGS = 'tokenledger:key-settings';

/** Where the keys are, and when the life of one goes on. */
export interface KeySettings {
  readonly source: KeySource;
  /** How old a key may be before the next one is made; 0: only when somebody asks. */
  readonly rotateAfterSeconds: number;
  /** For so long a key of tokens is published before its first use. */
  readonly publishSeconds: number;
  /** For so long both keys of the log sign. */
  readonly overlapSeconds: number;
  /** For so long after that a server may still sign tokens with the key before. */
  readonly doubtSeconds: number;
}
