import { type Decision, refuse } from '../refusal.js';
import type { PolicyChanged } from './policy.events.js';
import type { TokenPolicy } from './token-policy.js';

const LARGEST_CASCADE = 10_000;
const inOrder = (policy: TokenPolicy): boolean =>
  [policy.defaultLifetime, policy.sessionLifetime, policy.liveTokenLimit].every((n) => n >= 1) &&
  Math.max(policy.defaultLifetime, policy.sessionLifetime) <= policy.maximumLifetime &&
  policy.liveTokenLimit <= LARGEST_CASCADE;

export function changePolicy(policy: TokenPolicy): Decision<PolicyChanged> {
  if (!inOrder(policy))
    return refuse('invalid_request', 'Lifetimes and limits are positive, and no default is above its maximum.');
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
