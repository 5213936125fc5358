import type { Sealed } from '../event.js';
import { epochSeconds, type Instant, secondsLater } from '../instant.js';
import type { Powers } from '../policy/powers.js';
import { PLACES_FOR_SESSIONS, type TokenPolicy } from '../policy/token-policy.js';
import { type Decision, type Refusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { isLive, type Token } from '../token.js';
import { refuseIssuing, refuseOwner } from './issue-token.js';
import { existing } from './user.js';
import type { TokenIssued, TokenRevoked, TokenRotated } from './user.events.js';
import { tokenEvent } from './user-event.js';

/** Thirty days: longer than any deployment, short enough that nobody forgets that two tokens are good. */
export const LONGEST_GRACE = 30 * 24 * 3600;

export interface RotateToken {
  readonly tokenId: string;
  readonly successor: string;
  /** Of the successor. */
  readonly secretDigest: string | null;
  /** Name and description of the old token, sealed anew for the successor. */
  readonly personal: readonly Sealed<'name' | 'description'>[];
  /** Whole seconds for which the old token stays good; 0: it ends in this commit. */
  readonly graceSeconds: number;
}

/**
 * A successor takes the place of a live access token: the same owner, name, powers and audience, and a new life as long
 * as the old one was meant to be, within the policy of this moment. `held`: what the one who rotates may do.
 */
export function rotateToken(
  state: State,
  command: RotateToken,
  held: Powers,
  at: Instant,
): Decision<TokenIssued | TokenRevoked | TokenRotated> {
  const { tokenId, graceSeconds } = command;
  const token = state.tokens.get(tokenId);
  if (!token) return refuse('not_found', 'There is no such token.');
  if (!(Number.isSafeInteger(graceSeconds) && graceSeconds >= 0 && graceSeconds <= LONGEST_GRACE))
    return refuse('invalid_request', `A grace is 0 to ${LONGEST_GRACE} whole seconds.`, '/graceSeconds');
  const refusal = refuseIssuing(state) ?? refuseToken(token, at) ?? refuseSuccessor(state, token, graceSeconds, held);
  return refusal ?? [successorOf(state, token, command, at), farewell(token, command, at)];
}

/** Why this token has no successor, if so. */
function refuseToken(token: Token, at: Instant): Refusal | undefined {
  if (token.kind === 'project')
    return refuse('invalid_request', 'A token of a role is not rotated; issue another.', '#id');
  if (token.kind === 'session') return refuse('invalid_request', 'A session is not rotated; sign in again.', '#id');
  if (token.successor !== null) return refuse('already_rotated', 'The token has a successor already.');
  if (token.status === 'revoked') return refuse('already_revoked', 'The token is revoked already.');
  if (!isLive(token, at)) return refuse('already_expired', 'The token has expired already.');
  return undefined;
}

/** Without a grace there are as many live tokens afterwards as before: the limit keeps nobody from it. */
function refuseSuccessor(state: State, { owner, scopes }: Token, graceSeconds: number, held: Powers) {
  const user = existing(state, owner);
  const limit = state.policy.liveTokenLimit - PLACES_FOR_SESSIONS;
  const refusal = refuseOwner(user, graceSeconds > 0 ? limit : Number.POSITIVE_INFINITY);
  if (refusal) return refusal;
  if (held.covers(state.permissions.powersOf({ id: owner, roles: user?.roles ?? [] }).under(scopes))) return undefined;
  return refuse('wider_than_held', 'The token would reach beyond what your credential may do.');
}

function successorOf(state: State, token: Token, command: RotateToken, at: Instant): TokenIssued {
  const { owner, kind, format, scopes, audience, nameDigest } = token;
  const { successor: tokenId, tokenId: replaces, secretDigest, personal } = command;
  const lifetime = lifetimeOf(token, state.policy);
  const expiresAt = lifetime === null ? null : secondsLater(at, lifetime);
  const groups = state.users.get(owner)?.roles ?? [];
  const data = { kind, format, expiresAt, scopes, audience, groups, secretDigest, replaces };
  const issued = tokenEvent('TokenIssued', { id: tokenId, owner, kind }, data, personal);
  return nameDigest === null ? issued : { ...issued, claim: nameDigest };
}

/** Seconds from the issue to the end, or null for no end: what the token was given, as far as the policy still gives it. */
function lifetimeOf({ issuedAt, expiresAt }: Token, policy: TokenPolicy): number | null {
  if (expiresAt !== null) return Math.min(epochSeconds(expiresAt) - epochSeconds(issuedAt), policy.maximumLifetime);
  return policy.unlimitedAllowed ? null : policy.maximumLifetime;
}

/** How the old token ends: in this commit, or after the grace, never later than it would have. */
function farewell(token: Token, command: RotateToken, at: Instant) {
  const { expiresAt } = token;
  const { successor, graceSeconds } = command;
  if (graceSeconds === 0) return tokenEvent('TokenRevoked', token, { cause: 'rotated' });
  const end = secondsLater(at, graceSeconds);
  const sooner = expiresAt !== null && expiresAt < end ? expiresAt : end;
  return tokenEvent('TokenRotated', token, { successor, expiresAt: sooner });
}
