import type { Sealed } from '../event.js';
import type { Instant } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { isLive, type RevocationCause, type Token } from '../token.js';
import { everyLiveTokenOf } from './live-tokens.js';
import { existing } from './user.js';
import type { TokenRevoked } from './user.events.js';
import { tokenEvent } from './user-event.js';

export interface RevokeTokens {
  readonly cause: RevocationCause;
  /** Why, sealed for each token. */
  readonly reasonFor?: (token: Token) => readonly Sealed<'reason'>[];
}

/** Ends those of `tokenIds` that are live, all in one commit; what has ended already is nobody's mistake. */
export function revokeTokens(
  state: State,
  tokenIds: readonly string[],
  command: RevokeTokens,
  at: Instant,
): Decision<TokenRevoked> {
  const unknown = tokenIds.findIndex((id) => !state.tokens.has(id));
  if (unknown >= 0) return refuse('not_found', 'There is no such token.', `/ids/${unknown}`);
  return revoked(
    [...new Set(tokenIds)].map((id) => state.tokens.get(id)!),
    command,
    at,
  );
}

/** Ends every live token and session of `owner` but `keep`. `state` must hold all of them. */
export function revokeTokensOf(
  state: State,
  owner: string,
  keep: string | null,
  command: RevokeTokens,
  at: Instant,
): Decision<TokenRevoked> {
  const user = existing(state, owner);
  if (!user) return refuse('not_found', 'There is no such owner.', '/owner');
  return revoked(
    everyLiveTokenOf(state, user).filter(({ id }) => id !== keep),
    command,
    at,
  );
}

const revoked = (tokens: readonly Token[], { cause, reasonFor }: RevokeTokens, at: Instant): readonly TokenRevoked[] =>
  tokens
    .filter((token) => isLive(token, at))
    .map((token) => tokenEvent('TokenRevoked', token, { cause }, reasonFor?.(token)));
