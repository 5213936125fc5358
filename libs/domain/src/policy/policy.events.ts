import type { EventOf } from '../event.js';

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
