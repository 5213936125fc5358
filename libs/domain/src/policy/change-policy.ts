import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, type Refusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { PolicyChanged } from './policy.events.js';
import { PLACES_FOR_SESSIONS, type TokenPolicy } from './token-policy.js';

const LARGEST_CASCADE = 10_000;
/** A hundred years: beyond the year 9999 an instant is longer, and text order is not the order of time any more. */
const LONGEST_LIFETIME = 100 * 365 * 24 * 3600;

/** The whole policy. Tokens that were issued before keep their lives; the same policy again is no event. */
export function changePolicy(state: State, wanted: TokenPolicy, seen: Seen): Decision<PolicyChanged> {
  const refusal = refuseUnseen(state.policyPosition, seen) ?? refusePolicy(wanted);
  if (refusal) return refusal;
  return same(state.policy, wanted) ? [] : [policyEvent(wanted)];
}

/** What a policy has against being one, if anything. */
export function refusePolicy(policy: TokenPolicy): Refusal | undefined {
  const fault = RULES.find(([field, holds]) => !holds(policy[field], policy));
  return fault && refuse('invalid_request', fault[2], `/${fault[0]}`);
}

type Rule = readonly [
  field: Exclude<keyof TokenPolicy, 'unlimitedAllowed'>,
  holds: (value: number, policy: TokenPolicy) => boolean,
  words: string,
];

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;
const withinMaximum = (seconds: number, { maximumLifetime }: TokenPolicy): boolean => seconds <= maximumLifetime;

const RULES: readonly Rule[] = [
  ['maximumLifetime', isCount, 'A lifetime is whole seconds, at least one.'],
  ['maximumLifetime', (seconds) => seconds <= LONGEST_LIFETIME, 'A lifetime is at most a hundred years.'],
  ['defaultLifetime', isCount, 'A lifetime is whole seconds, at least one.'],
  ['defaultLifetime', withinMaximum, 'This is longer than maximumLifetime.'],
  ['sessionLifetime', isCount, 'A lifetime is whole seconds, at least one.'],
  ['sessionLifetime', withinMaximum, 'This is longer than maximumLifetime.'],
  ['liveTokenLimit', isCount, 'A limit is a whole number.'],
  [
    'liveTokenLimit',
    (limit) => limit > PLACES_FOR_SESSIONS && limit <= LARGEST_CASCADE,
    `A limit is above ${PLACES_FOR_SESSIONS}, for so many places are kept for sessions, and at most ${LARGEST_CASCADE}.`,
  ],
];

const same = (a: TokenPolicy, b: TokenPolicy): boolean =>
  a.defaultLifetime === b.defaultLifetime &&
  a.maximumLifetime === b.maximumLifetime &&
  a.unlimitedAllowed === b.unlimitedAllowed &&
  a.sessionLifetime === b.sessionLifetime &&
  a.liveTokenLimit === b.liveTokenLimit;

export const policyEvent = (policy: TokenPolicy): PolicyChanged => ({
  type: 'PolicyChanged',
  schema: 1,
  stream: 'policy',
  subject: { type: 'policy', id: 'policy' },
  data: policy,
  personal: [],
});
