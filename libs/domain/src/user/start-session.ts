import { type Instant, secondsLater } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { refuseOwner } from './issue-token.js';
import { existing } from './user.js';
import type { TokenIssued } from './user.events.js';
import { tokenEvent } from './user-event.js';

export interface StartSession {
  readonly tokenId: string;
  readonly userId: string;
  readonly audience: string;
  /** Ciphertext of the digest that the given password was compared with, outside the lock. */
  readonly verifiedAgainst: string;
}

/** A disabled or deleted account, and a password changed meanwhile, get the answer of a wrong password. */
export function startSession(state: State, command: StartSession, at: Instant): Decision<TokenIssued> {
  const { tokenId, userId, audience, verifiedAgainst } = command;
  const user = existing(state, userId);
  if (user?.status !== 'active' || user.passwordDigest?.ct !== verifiedAgainst)
    return refuse('wrong_credentials', 'User name or password is wrong.');
  const refusal = refuseOwner(user, state.policy.liveTokenLimit);
  if (refusal) return refusal;
  const expiresAt = secondsLater(at, state.policy.sessionLifetime);
  const token = { id: tokenId, owner: userId, kind: 'session' } as const;
  const jwt = { kind: 'session', format: 'jwt', scopes: null, secretDigest: null } as const;
  return [tokenEvent('TokenIssued', token, { ...jwt, audience, groups: user.roles, expiresAt })];
}
