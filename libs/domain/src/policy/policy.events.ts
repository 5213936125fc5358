import type { EventOf } from '../event.js';
import type { MatchMode } from './pattern.js';
import type { Binding, Rule } from './rule.js';

/** Tokens issued from now on obey these limits. Lifetimes are in seconds. */
export type PolicyChanged = EventOf<
  'PolicyChanged',
  {
    /** Of an access token whose issuer asks for nothing else. */
    defaultLifetime: number;
    maximumLifetime: number;
    /** Whether an access token may have no end at all. */
    unlimitedAllowed: boolean;
    sessionLifetime: number;
    /** Live tokens an owner may have, sessions included. It bounds the cascade of a deletion. */
    liveTokenLimit: number;
  }
>;

/**
 * From here on these rules say who may do what, beside the built-in roles. What is removed was there before, what is
 * added was not; the rest stays. A large change is several of these events, in one commit.
 */
export type PermissionsChanged = EventOf<
  'PermissionsChanged',
  {
    matchMode: MatchMode;
    /** What everybody may do who may do anything here. */
    defaultRole: string | null;
    removedRules: readonly Rule[];
    addedRules: readonly Rule[];
    removedBindings: readonly Binding[];
    addedBindings: readonly Binding[];
    /** Keyed digest of the file that said so, at this start of a server or, the last to do so, at an earlier one. */
    file: string | null;
  },
  'reason'
>;
