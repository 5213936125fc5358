import type { EventOf } from '../event.js';
import type { TokenPolicy } from './token-policy.js';

/** Tokens issued from now on obey these limits. */
export type PolicyChanged = EventOf<'PolicyChanged', TokenPolicy>;
