import type { EventOf } from '../event.js';
import type { Instant } from '../instant.js';
import type { Role } from '../policy/role.js';
import type { RevocationCause, TokenFormat, TokenKind } from '../token.js';

/** A person or service account exists from now on, and nobody else has its name. */
export type UserRegistered = EventOf<
  'UserRegistered',
  { userId: string; kind: 'person' | 'service'; roles: readonly Role[] },
  'username' | 'email'
>;

/** The account is blocked: none of its tokens is good until it is enabled again; none is revoked. */
export type UserDisabled = EventOf<'UserDisabled', { userId: string }>;

/** A disabled account works again, with the tokens it still has. */
export type UserEnabled = EventOf<'UserEnabled', { userId: string }>;

/** The account's roles are these from now on. */
export type RolesChanged = EventOf<'RolesChanged', { userId: string; roles: readonly Role[] }>;

/** The account has this e-mail address from now on, or none if the event holds none. */
export type EmailChanged = EventOf<'EmailChanged', { userId: string }, 'email'>;

/**
 * The account signs in with another password from now on. The digest is argon2id, sealed, and shown to nobody. The same
 * commit holds a TokenRevoked for each session and token that ended with the old password.
 */
export type PasswordChanged = EventOf<
  'PasswordChanged',
  { userId: string; endedSessions: number; endedTokens: number },
  'passwordDigest'
>;

/** The account is gone for ever. The same commit holds a TokenRevoked for each token that was live. */
export type UserDeleted = EventOf<'UserDeleted', { userId: string; revokedTokens: number }, 'reason'>;

/** What is known of the account is kept from now on, whoever asks for its erasure. */
export type LegalHoldPlaced = EventOf<'LegalHoldPlaced', { userId: string }, 'reason'>;

/** Nothing keeps what is known of the account any more. */
export type LegalHoldReleased = EventOf<'LegalHoldReleased', { userId: string }, 'reason'>;

/**
 * The key of all that is personal about the account was destroyed in the same commit. Erased for good it is with the
 * key that had wrapped it: see KeyDestroyed.
 */
export type UserErased = EventOf<'UserErased', { userId: string }>;

/** A token is good from now on. An opaque token's secret is known to the log by its SHA-256 alone, a JWT's not at all. */
export type TokenIssued = EventOf<
  'TokenIssued',
  {
    tokenId: string;
    owner: string;
    kind: TokenKind;
    format: TokenFormat;
    /** null: unlimited. */
    expiresAt: Instant | null;
    /** null: everything the owner may do. */
    scopes: readonly string[] | null;
    audience: string;
    /** The owner's roles, as the token states them to whoever reads only the token. */
    groups: readonly Role[];
    /** Hex; null for a JWT. */
    secretDigest: string | null;
    /** The token that this one succeeds and whose name it takes over. */
    replaces?: string;
    /** `proj:<project>:<role>`: it is a token of that role, and `owner` the id of the project. */
    role?: string;
  },
  'name' | 'description' | 'reason'
>;

/** The token is refused from now on, at every door. */
export type TokenRevoked = EventOf<
  'TokenRevoked',
  { tokenId: string; owner: string; cause: RevocationCause },
  'reason'
>;

/** A successor has the token's name; the token itself is good until `expiresAt`, which is no later than it was. */
export type TokenRotated = EventOf<
  'TokenRotated',
  { tokenId: string; owner: string; successor: string; expiresAt: Instant }
>;

/** The token's time was over; the sweep has counted it out. It was refused from `expiresAt` on. */
export type TokenExpired = EventOf<'TokenExpired', { tokenId: string; owner: string; expiresAt: Instant }>;

/**
 * Somebody asked the audit trail this question: recorded before the first row is sent, once a minute and question. The
 * address that was asked for is somebody's, and not known whose: it is sealed, and the question says `ip=[sought]`.
 */
export type TrailRead = EventOf<'TrailRead', { userId: string; question: string }, 'sought'>;

export type AccountEvent =
  | UserRegistered
  | UserDisabled
  | UserEnabled
  | RolesChanged
  | EmailChanged
  | PasswordChanged
  | UserDeleted
  | LegalHoldPlaced
  | LegalHoldReleased
  | UserErased
  | TrailRead;
export type TokenEvent = TokenIssued | TokenRevoked | TokenRotated | TokenExpired;
/** Everything that stands in the stream of a user: the user's own life and all of its tokens. */
export type UserEvent = AccountEvent | TokenEvent;
