import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { existing, isLastAdministrator } from './user.js';
import type { UserDisabled } from './user.events.js';
import { userEvent } from './user-event.js';

/** Blocks the account. Its tokens are refused while it is disabled, and none is revoked. */
export function disableUser(state: State, userId: string): Decision<UserDisabled> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.status === 'disabled') return [];
  if (isLastAdministrator(state, user))
    return refuse('last_administrator', 'The last administrator stays.', '/enabled');
  return [userEvent('UserDisabled', { userId })];
}
