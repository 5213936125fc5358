import type { Sealed } from '../event.js';
import type { Role } from '../policy/role.js';
import { type Caller, permits } from '../policy/standing.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { PasswordChanged, UserRegistered } from './user.events.js';
import { userEvent } from './user-event.js';

export interface RegisterUser {
  readonly userId: string;
  readonly kind: 'person' | 'service';
  readonly roles: readonly Role[];
  readonly nameDigest: string;
  readonly personal: readonly Sealed<'username' | 'email'>[];
  readonly passwordDigest?: Sealed<'passwordDigest'>;
}

/** `by` is null for the server itself, which opens the log with its first user. */
export function registerUser(
  state: State,
  command: RegisterUser,
  by: Caller | null,
): Decision<UserRegistered | PasswordChanged> {
  const { userId, kind, roles, nameDigest, personal, passwordDigest } = command;
  if (by && !by.powers.covers(state.permissions.powersOf({ id: userId, roles })))
    return refuse('wider_than_held', 'The roles reach beyond what your credential may do.', '/roles');
  if (by && passwordDigest && !permits(by, { resource: 'passwords', action: 'set', object: userId }))
    return refuse('wider_than_held', 'Only somebody who signed in gives others a way to sign in.', '/password');
  if (kind === 'service' && passwordDigest)
    return refuse('invalid_request', 'A service account has no password; issue it a token.', '/password');
  if (state.userNames.has(nameDigest)) return refuse('name_taken', 'This user name is taken.', '/username');
  const registered = { ...userEvent('UserRegistered', { userId, kind, roles }, personal), claim: nameDigest };
  return passwordDigest ? [registered, firstPassword(userId, passwordDigest)] : [registered];
}

const firstPassword = (userId: string, digest: Sealed<'passwordDigest'>): PasswordChanged =>
  userEvent('PasswordChanged', { userId, endedSessions: 0, endedTokens: 0 }, [digest]);
