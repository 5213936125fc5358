import type { Powers } from '../policy/powers.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { type SetPassword, setPassword } from './set-password.js';
import { existing } from './user.js';
import type { PasswordChanged, TokenRevoked } from './user.events.js';

export interface ResetPassword extends SetPassword {
  /** Whoever resets it. */
  readonly by: string;
}

/** Somebody else's: who sets it can sign in as them, so must hold what they may do. `state` must hold all of the user's live tokens. */
export function resetPassword(
  state: State,
  command: ResetPassword,
  held: Powers,
): Decision<PasswordChanged | TokenRevoked> {
  const { userId, by } = command;
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (userId === by)
    return refuse('forbidden', 'Your own password changes only with the current one, at /v1/me/password.');
  if (!held.covers(state.permissions.powersOf(user)))
    return refuse('wider_than_held', 'The account may do more than your credential.', '/password');
  return setPassword(state, user, command, null);
}
