import type { Sealed } from './event.js';
import type { KeyActivated, KeyAdded, KeyDestroyed, KeyRetired } from './keys/key.events.js';
import type { KeyUse } from './keys/key.js';
import type { LogOpened } from './log/log.events.js';
import type { PermissionsChanged, PolicyChanged } from './policy/policy.events.js';
import type { Role } from './policy/role.js';
import { INITIAL_POLICY, type TokenPolicy } from './policy/token-policy.js';
import type { RevocationCause } from './token.js';
import type {
  EmailChanged,
  LegalHoldPlaced,
  LegalHoldReleased,
  PasswordChanged,
  RolesChanged,
  TokenExpired,
  TokenIssued,
  TokenRevoked,
  TokenRotated,
  UserDeleted,
  UserDisabled,
  UserEnabled,
  UserErased,
  UserRegistered,
} from './user/user.events.js';

/** Events as the log has them, spelled out here a second time: what a decision builds is compared with these. */
const ofUser = (userId: string) =>
  ({ schema: 1, stream: `user-${userId}`, subject: { type: 'user', id: userId } }) as const;
const ofToken = (tokenId: string, owner: string) =>
  ({ schema: 1, stream: `user-${owner}`, subject: { type: 'token', id: tokenId } }) as const;

export const digest = (name: string): string => `digest of ${name}`;
export const sealed = <Field extends string>(kid: string, field: Field, text: string): Sealed<Field> => ({
  kid,
  field,
  ct: `sealed ${text}`,
});

export const policyChanged = (limits: Partial<TokenPolicy>): PolicyChanged => ({
  type: 'PolicyChanged',
  schema: 1,
  stream: 'policy',
  subject: { type: 'policy', id: 'policy' },
  data: { ...INITIAL_POLICY, ...limits },
  personal: [],
});

/** Without a word of it: nothing but the mode and the default role that there are from the beginning. */
export const permissionsChanged = (
  change: Partial<PermissionsChanged['data']>,
  personal: PermissionsChanged['personal'] = [],
): PermissionsChanged => ({
  type: 'PermissionsChanged',
  schema: 1,
  stream: 'permissions',
  subject: { type: 'policy', id: 'permissions' },
  data: {
    matchMode: 'glob',
    defaultRole: null,
    removedRules: [],
    addedRules: [],
    removedBindings: [],
    addedBindings: [],
    file: null,
    ...change,
  },
  personal,
});

interface Account {
  readonly kind?: 'person' | 'service';
  readonly roles?: readonly Role[];
  readonly name?: string;
}

export const registered = (
  userId: string,
  { kind = 'person', roles = ['user'], name = userId }: Account = {},
): UserRegistered => ({
  ...ofUser(userId),
  type: 'UserRegistered',
  data: { userId, kind, roles },
  personal: [sealed(userId, 'username', name)],
  claim: digest(name),
});

export const passwordChanged = (
  userId: string,
  secret: string,
  { sessions = 0, tokens = 0 }: { readonly sessions?: number; readonly tokens?: number } = {},
): PasswordChanged => ({
  ...ofUser(userId),
  type: 'PasswordChanged',
  data: { userId, endedSessions: sessions, endedTokens: tokens },
  personal: [sealed(userId, 'passwordDigest', secret)],
});

/** Somebody who can sign in. */
export const person = (userId: string, ...roles: readonly Role[]) => [
  registered(userId, { roles }),
  passwordChanged(userId, `secret of ${userId}`),
];

export const disabled = (userId: string): UserDisabled => ({
  ...ofUser(userId),
  type: 'UserDisabled',
  data: { userId },
  personal: [],
});

export const enabled = (userId: string): UserEnabled => ({
  ...ofUser(userId),
  type: 'UserEnabled',
  data: { userId },
  personal: [],
});

export const rolesChanged = (userId: string, ...roles: readonly Role[]): RolesChanged => ({
  ...ofUser(userId),
  type: 'RolesChanged',
  data: { userId, roles },
  personal: [],
});

export const emailChanged = (userId: string, email: Sealed<'email'> | null): EmailChanged => ({
  ...ofUser(userId),
  type: 'EmailChanged',
  data: { userId },
  personal: email ? [email] : [],
});

export const deleted = (userId: string, revokedTokens = 0): UserDeleted => ({
  ...ofUser(userId),
  type: 'UserDeleted',
  data: { userId, revokedTokens },
  personal: [],
});

export const held = (userId: string, why = 'a case'): LegalHoldPlaced => ({
  ...ofUser(userId),
  type: 'LegalHoldPlaced',
  data: { userId },
  personal: [sealed(userId, 'reason', why)],
});

export const released = (userId: string, why = 'it is settled'): LegalHoldReleased => ({
  ...ofUser(userId),
  type: 'LegalHoldReleased',
  data: { userId },
  personal: [sealed(userId, 'reason', why)],
});

export const erased = (userId: string): UserErased => ({
  ...ofUser(userId),
  type: 'UserErased',
  data: { userId },
  personal: [],
});

/** An access token, named after its id and owner unless `claim` says otherwise. */
export const issued = (
  tokenId: string,
  owner: string,
  { claim, ...data }: Partial<TokenIssued['data']> & { readonly claim?: string } = {},
): TokenIssued => ({
  ...ofToken(tokenId, owner),
  type: 'TokenIssued',
  data: {
    tokenId,
    owner,
    kind: 'access',
    format: 'jwt',
    expiresAt: null,
    scopes: null,
    audience: 'https://tokens.example',
    groups: ['user'],
    secretDigest: null,
    ...data,
  },
  personal: [],
  claim: claim ?? digest(`${tokenId} of ${owner}`),
});

export function session(tokenId: string, owner: string, data: Partial<TokenIssued['data']> = {}): TokenIssued {
  const { claim: _, ...event } = issued(tokenId, owner, { kind: 'session', ...data });
  return event;
}

export const revoked = (tokenId: string, owner: string, cause: RevocationCause = 'requested'): TokenRevoked => ({
  ...ofToken(tokenId, owner),
  type: 'TokenRevoked',
  data: { tokenId, owner, cause },
  personal: [],
});

export const rotated = (tokenId: string, owner: string, successor: string, expiresAt: string): TokenRotated => ({
  ...ofToken(tokenId, owner),
  type: 'TokenRotated',
  data: { tokenId, owner, successor, expiresAt },
  personal: [],
});

export const expired = (tokenId: string, owner: string, expiresAt: string): TokenExpired => ({
  ...ofToken(tokenId, owner),
  type: 'TokenExpired',
  data: { tokenId, owner, expiresAt },
  personal: [],
});

const ofKey = (key: string) =>
  ({ schema: 1, stream: 'keys', subject: { type: 'key', id: key }, personal: [] }) as const;

export const logOpened: LogOpened = {
  type: 'LogOpened',
  schema: 1,
  stream: 'log',
  subject: { type: 'log', id: 'tokens.example' },
  data: {
    origin: 'tokens.example',
    keys: { log: 'tokens.example+0123abcd+key+1/=', token: 't', wrapping: 'w', digest: 'd' },
  },
  personal: [],
};

export const keyAdded = (use: KeyUse, key: string, data: Partial<KeyAdded['data']> = {}): KeyAdded => ({
  ...ofKey(key),
  type: 'KeyAdded',
  data: { use, key, ...data },
});

export const keyActivated = (use: KeyUse, key: string, previous: string): KeyActivated => ({
  ...ofKey(key),
  type: 'KeyActivated',
  data: { use, key, previous },
});

export const keyRetired = (use: KeyUse, key: string, data: Partial<KeyRetired['data']> = {}): KeyRetired => ({
  ...ofKey(key),
  type: 'KeyRetired',
  data: { use, key, ...data },
});

export const keyDestroyed = (key: string): KeyDestroyed => ({
  ...ofKey(key),
  type: 'KeyDestroyed',
  data: { use: 'wrapping', key },
});
