import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { type SetPassword, setPassword } from './set-password.js';
import { existing } from './user.js';
import type { PasswordChanged, TokenRevoked } from './user.events.js';

export interface ChangePassword extends SetPassword {
  /** Ciphertext of the digest that the current password was found right against, outside the lock; null: it was not. */
  readonly verifiedAgainst: string | null;
  /** The session that asks stays. */
  readonly keep: string;
}

/** One's own. Of two changes at once, the second does not know the current password. `state` must hold all of the user's live tokens. */
export function changePassword(state: State, command: ChangePassword): Decision<PasswordChanged | TokenRevoked> {
  const user = existing(state, command.userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (command.verifiedAgainst === null || user.passwordDigest?.ct !== command.verifiedAgainst)
    return refuse('wrong_password', 'The current password is another one.', '/current');
  return setPassword(state, user, command, command.keep);
}
