import type { PolicyChanged } from './policy.events.js';

/** The limits that tokens are issued under. */
export type TokenPolicy = PolicyChanged['data'];

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * Places that only sessions may take: whoever has filled the rest with access tokens must still be able to sign in and
 * revoke some.
 */
export const PLACES_FOR_SESSIONS = 10;

export const INITIAL_POLICY: TokenPolicy = {
  defaultLifetime: 12 * HOUR,
  maximumLifetime: 90 * DAY,
  unlimitedAllowed: false,
  sessionLifetime: 12 * HOUR,
  liveTokenLimit: 10_000,
};
