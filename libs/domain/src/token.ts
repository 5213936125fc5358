import { type Recorded, type Sealed, sealedField } from './event.js';
import type { Instant } from './instant.js';
import type { TokenEvent, TokenIssued } from './user/user.events.js';

export type TokenKind = 'session' | 'access' | 'project';
export type TokenFormat = 'jwt' | 'opaque';

/** Causes that somebody who revokes can state. The others are facts, and only a decision states them. */
export const STATED_CAUSES = ['requested', 'compromised', 'leaked', 'emergency'] as const;
export const REVOCATION_CAUSES = [
  ...STATED_CAUSES,
  'logout',
  'rotated',
  'user_deleted',
  'password_changed',
  'role_removed',
  'project_deleted',
  'recovered',
] as const;
export type RevocationCause = (typeof REVOCATION_CAUSES)[number];

/** What every token has. Once `revoked` or `expired` it never changes again. */
export interface Token {
  readonly id: string;
  /** An account, or the project of a role. */
  readonly owner: string;
  /** `proj:<project>:<role>`, whose the token is; null: it is an account's. */
  readonly role: string | null;
  readonly kind: TokenKind;
  readonly format: TokenFormat;
  readonly status: 'live' | 'revoked' | 'expired';
  readonly issuedAt: Instant;
  readonly issuedBy: string;
  readonly issuedPosition: bigint;
  /** null: unlimited, where the policy allows it. */
  readonly expiresAt: Instant | null;
  /** null: everything its owner may do. */
  readonly scopes: readonly string[] | null;
  readonly audience: string;
  /** SHA-256 of an opaque token's 160 random bits, in hex; null for a JWT. */
  readonly secretDigest: string | null;
  /** null for a session, and once a successor has the name. */
  readonly nameDigest: string | null;
  /** The token that it was rotated from, and the one that it was rotated to. */
  readonly replaces: string | null;
  readonly successor: string | null;
  readonly personal: readonly Sealed[];
  readonly endedAt: Instant | null;
  readonly endedPosition: bigint | null;
  readonly cause: RevocationCause | null;
  readonly endReason: Sealed | null;
  /** Of its last event. */
  readonly position: bigint;
}

/** Expiry is judged at use, so a token is dead at its last second even before the sweep has said so. */
export const isLive = (token: Pick<Token, 'status' | 'expiresAt'>, at: Instant): boolean =>
  token.status === 'live' && (token.expiresAt === null || at < token.expiresAt);

/** The fold of one token's events. */
export function evolveToken(token: Token | undefined, event: Recorded<TokenEvent>): Token {
  if (event.type === 'TokenIssued') return issued(event);
  const { type, position, recordedAt, personal } = event;
  if (token === undefined) throw new Error(`${type} at ${position} is about a token that was never issued`);
  if (token.status !== 'live') throw new Error(`${type} at ${position} is about a token that has ended`);
  if (type === 'TokenRotated') return { ...token, position, expiresAt: event.data.expiresAt };
  const ended = { ...token, position, endedAt: recordedAt, endedPosition: position };
  if (type === 'TokenExpired') return { ...ended, status: 'expired' };
  return { ...ended, status: 'revoked', cause: event.data.cause, endReason: sealedField(personal, 'reason') };
}

/** What the issue of its successor makes of a token: the name goes over. The events after it say how long it lives on. */
export function succeeded(token: Token | undefined, { data, position }: Recorded<TokenIssued>): Token {
  if (token?.status !== 'live' || token.successor !== null)
    throw new Error(`TokenIssued at ${position} replaces a token that cannot be replaced`);
  return { ...token, nameDigest: null, successor: data.tokenId };
}

/** Where the actor was belongs to the event, not to the token. */
const ABOUT_TOKEN = new Set<string>(['name', 'description']);

function issued(event: Recorded<TokenIssued>): Token {
  const { tokenId, owner, kind, format, expiresAt, scopes, audience, secretDigest } = event.data;
  return {
    id: tokenId,
    owner,
    role: event.data.role ?? null,
    kind,
    format,
    expiresAt,
    scopes,
    audience,
    secretDigest,
    status: 'live',
    issuedAt: event.recordedAt,
    issuedBy: event.actor.id,
    issuedPosition: event.position,
    nameDigest: event.claim ?? null,
    replaces: event.data.replaces ?? null,
    successor: null,
    personal: event.personal.filter(({ field }) => ABOUT_TOKEN.has(field)),
    endedAt: null,
    endedPosition: null,
    cause: null,
    endReason: null,
    position: event.position,
  };
}
