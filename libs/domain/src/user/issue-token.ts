import type { Sealed } from '../event.js';
import { type Instant, secondsLater } from '../instant.js';
import type { Powers } from '../policy/powers.js';
import { type Decision, type Refusal, refuse } from '../refusal.js';
import { PLACES_FOR_SESSIONS } from '../policy/token-policy.js';
import type { State } from '../state.js';
import type { TokenFormat } from '../token.js';
import { existing, type User } from './user.js';
import type { TokenIssued } from './user.events.js';
import { tokenEvent } from './user-event.js';

export interface IssueToken {
  readonly tokenId: string;
  readonly owner: string;
  readonly format: TokenFormat;
  /** Whole seconds; 0 or absent: what the policy gives by default. */
  readonly expiresIn: number | 'never' | undefined;
  readonly scopes: readonly string[] | null;
  readonly audience: string;
  readonly secretDigest: string | null;
  readonly nameDigest: string;
  readonly personal: readonly Sealed<'name' | 'description' | 'reason'>[];
}

/** An access token. `held`: what the issuer may do; a token for somebody else gives no more than that. */
export function issueToken(state: State, command: IssueToken, held: Powers, at: Instant): Decision<TokenIssued> {
  const { tokenId, owner, format, expiresIn, scopes, audience, secretDigest, nameDigest, personal } = command;
  const user = existing(state, owner);
  const refusal = refuseIssuing(state) ?? refuseOwner(user, state.policy.liveTokenLimit - PLACES_FOR_SESSIONS);
  if (refusal) return refusal;
  const groups = user?.roles ?? [];
  if (!held.covers(state.permissions.powersOf({ id: owner, roles: groups }).under(scopes)))
    return refuse('wider_than_held', 'The token would reach beyond what your credential may do.', '/scopes');
  if (state.tokenNames.has(nameDigest))
    return refuse('name_taken', 'The owner has, or once had, a token of this name.', '/name');
  const lifetime = lifetimeOf(state, expiresIn);
  if (typeof lifetime === 'object' && lifetime !== null) return lifetime;
  const expiresAt = lifetime === null ? null : secondsLater(at, lifetime);
  const token = { id: tokenId, owner, kind: 'access' } as const;
  const data = { kind: 'access', format, expiresAt, scopes, audience, groups, secretDigest } as const;
  return [{ ...tokenEvent('TokenIssued', token, data, personal), claim: nameDigest }];
}

const RETRY_AFTER = 60;

/** Nothing is built on a log that has been tampered with. Sessions go on: somebody has to sign in to see to it. */
export function refuseIssuing({ intact }: State): Refusal | undefined {
  if (intact) return undefined;
  const detail = 'What this server holds is not what its log says; no token is issued until that has been seen to.';
  return { refused: 'unavailable', detail, retryAfter: RETRY_AFTER };
}

/** Why this owner gets no further token, if so. */
export function refuseOwner(owner: User | undefined, limit: number): Refusal | undefined {
  if (owner === undefined) return refuse('not_found', 'There is no such owner.', '/owner');
  if (owner.status === 'disabled') return refuse('owner_disabled', 'The account is disabled.');
  if (owner.liveTokens >= limit)
    return refuse('token_limit_reached', `The owner has ${limit} live tokens, the limit for this kind.`);
  return undefined;
}

/** Seconds, or null for no end. */
export function lifetimeOf({ policy }: State, wanted: IssueToken['expiresIn']): number | null | Refusal {
  if (wanted === 'never') {
    if (policy.unlimitedAllowed) return null;
    return refuse('lifetime_exceeds_policy', 'The policy allows no token without an end.', '/expiresIn');
  }
  const lifetime = wanted || policy.defaultLifetime;
  if (!Number.isSafeInteger(lifetime) || lifetime < 0)
    return refuse('invalid_request', 'A lifetime is a whole number of seconds.', '/expiresIn');
  if (lifetime <= policy.maximumLifetime) return lifetime;
  return refuse(
    'lifetime_exceeds_policy',
    `The policy allows at most ${policy.maximumLifetime} seconds.`,
    '/expiresIn',
  );
}
