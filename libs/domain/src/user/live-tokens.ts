import type { State } from '../state.js';
import type { Token } from '../token.js';
import type { User } from './user.js';

/**
 * Tokens and sessions of `owner` that are neither revoked nor counted out as expired, in the order of their issue: rows
 * come in any order, and what is decided must not depend on it.
 *
 * @throws when `state` does not hold all of them: a cascade that saw only some would leave the others alive, and no
 * decision is better than half of one.
 */
export function everyLiveTokenOf(state: State, owner: Pick<User, 'id' | 'liveTokens'>): readonly Token[] {
  const tokens = [...state.tokens.values()].filter((token) => token.owner === owner.id && token.status === 'live');
  if (tokens.length !== owner.liveTokens)
    throw new Error(`owner ${owner.id}: ${tokens.length} of ${owner.liveTokens} tokens`);
  return tokens.toSorted((a, b) => (a.issuedPosition < b.issuedPosition ? -1 : 1));
}
