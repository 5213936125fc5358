/** The limits that tokens are issued under. Lifetimes are in seconds. */
export interface TokenPolicy {
  readonly defaultLifetime: number;
  readonly maximumLifetime: number;
  readonly unlimitedAllowed: boolean;
  readonly sessionLifetime: number;
  /** Live tokens an owner may have, sessions included. It bounds the cascade of a deletion. */
  readonly liveTokenLimit: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

export const INITIAL_POLICY: TokenPolicy = {
  defaultLifetime: 12 * HOUR,
  maximumLifetime: 90 * DAY,
  unlimitedAllowed: false,
  sessionLifetime: 12 * HOUR,
  liveTokenLimit: 10_000,
};
