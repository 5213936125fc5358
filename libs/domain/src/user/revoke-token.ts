import type { Sealed } from '../event.js';
import { type Instant } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { isLive, type RevocationCause } from '../token.js';
import type { TokenRevoked } from './user.events.js';
import { tokenEvent } from './user-event.js';

export interface RevokeToken {
  readonly tokenId: string;
  readonly cause: RevocationCause;
  readonly reason?: readonly Sealed<'reason'>[];
}

export function revokeToken(state: State, command: RevokeToken, at: Instant): Decision<TokenRevoked> {
  const token = state.tokens.get(command.tokenId);
  if (!token) return refuse('not_found', 'There is no such token.');
  if (token.status === 'revoked') return refuse('already_revoked', 'The token is revoked already.');
  if (!isLive(token, at)) return refuse('already_expired', 'The token has expired already.');
  return [tokenEvent('TokenRevoked', token, { cause: command.cause }, command.reason)];
}
