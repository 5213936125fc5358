import type { Cipher } from '../keys/cipher.js';
import type { ShownUser } from './shown-user.js';
import type { UserEntity } from './user.entity.js';

/** What stands in the place of what a person was called. No user name and no address looks like it. */
export const ERASED = '[erased]';

/** An account, with what is personal opened. */
export async function showUser(user: UserEntity, cipher: Cipher): Promise<ShownUser> {
  const { id, kind, status, roles, liveTokens, registeredAt, deletedAt, heldAt, erasedAt, position } = user;
  const open = async (field: string): Promise<string | null> => {
    const sealed = user.personal.find((one) => one.field === field);
    return sealed ? ((await cipher.open(sealed, { type: 'user', id })) ?? ERASED) : null;
  };
  const names = { username: await open('username'), email: await open('email') };
  return { id, kind, status, ...names, roles, liveTokens, registeredAt, deletedAt, heldAt, erasedAt, position };
}
