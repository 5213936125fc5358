import {
  isLive,
  ROLES,
  REVOCATION_CAUSES,
  type Instant,
  sealedField,
  type Token,
  type User,
} from '@tokenledger/domain';
import { z } from 'zod';
import { shownId, shownInstant } from '../http/shown.js';
import type { Cipher } from '../keys/cipher.js';

const text = z.string().nullable().meta({ description: '`[erased]` once the person has been erased.' });

/** An account as it was. */
export const UserThen = z
  .object({
    id: shownId,
    username: text,
    kind: z.enum(['person', 'service']),
    status: z.enum(['active', 'disabled', 'deleted']),
    roles: z.array(z.enum(ROLES)).readonly(),
    registeredAt: shownInstant,
    deletedAt: shownInstant.nullable(),
  })
  .meta({ id: 'UserThen', description: 'An account as it was then.' });
export type UserThen = z.output<typeof UserThen>;

/** A token as it was. */
export const TokenThen = z
  .object({
    id: shownId,
    name: text,
    owner: shownId,
    kind: z.enum(['session', 'access', 'project']),
    state: z.enum(['active', 'revoked', 'expired']),
    scopes: z.array(z.string()).readonly().nullable(),
    issuedAt: shownInstant,
    expiresAt: shownInstant.nullable(),
    endedAt: shownInstant.nullable(),
    cause: z.enum(REVOCATION_CAUSES).nullable(),
  })
  .meta({ id: 'TokenThen', description: 'A token as it was then.' });
export type TokenThen = z.output<typeof TokenThen>;

const ERASED = '[erased]';

export async function shownUser(cipher: Cipher, user: User): Promise<UserThen> {
  const { id, kind, status, roles, registeredAt, deletedAt, personal } = user;
  const sealed = sealedField(personal, 'username');
  const username = sealed && ((await cipher.open(sealed, { type: 'user', id })) ?? ERASED);
  return { id, username, kind, status, roles, registeredAt, deletedAt };
}

/** Between its last second and the sweep a token is live in the log, and good for nobody. */
export async function shownToken(cipher: Cipher, token: Token, at: Instant): Promise<TokenThen> {
  const { id, owner, kind, status, scopes, issuedAt, expiresAt, endedAt, cause, personal } = token;
  const sealed = sealedField(personal, 'name');
  const name = sealed && ((await cipher.open(sealed, { type: 'token', id })) ?? ERASED);
  const state = isLive(token, at) ? 'active' : status === 'revoked' ? 'revoked' : 'expired';
  return { id, name, owner, kind, state, scopes, issuedAt, expiresAt, endedAt, cause };
}
