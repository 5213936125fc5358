import { type Decision, refuse } from '../refusal.js';
import type { PolicyChanged } from './policy.events.js';
import { PLACES_FOR_SESSIONS, type TokenPolicy } from './token-policy.js';

const LARGEST_CASCADE = 10_000;
/** A hundred years: beyond the year 9999 an instant is longer, and text order is not the order of time any more. */
const LONGEST_LIFETIME = 100 * 365 * 24 * 3600;

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;
const inOrder = ({ defaultLifetime, sessionLifetime, maximumLifetime, liveTokenLimit }: TokenPolicy): boolean =>
  [defaultLifetime, sessionLifetime, maximumLifetime, liveTokenLimit].every(isCount) &&
  Math.max(defaultLifetime, sessionLifetime) <= maximumLifetime &&
  maximumLifetime <= LONGEST_LIFETIME &&
  liveTokenLimit > PLACES_FOR_SESSIONS &&
  liveTokenLimit <= LARGEST_CASCADE;

export function changePolicy(policy: TokenPolicy): Decision<PolicyChanged> {
  if (!inOrder(policy))
    return refuse('invalid_request', 'Lifetimes and limits are whole and positive, and none is above its maximum.');
  return [
    {
      type: 'PolicyChanged',
      schema: 1,
      stream: 'policy',
      subject: { type: 'policy', id: 'policy' },
      data: policy,
      personal: [],
    },
  ];
}
