import type { Powers } from '../policy/powers.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { existing } from './user.js';
import type { UserEnabled } from './user.events.js';
import { userEvent } from './user-event.js';

/** To enable an account is to grant what it may do; `held` is what whoever enables it may do. */
export function enableUser(state: State, userId: string, held: Powers): Decision<UserEnabled> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.status === 'active') return [];
  if (!held.covers(state.permissions.powersOf(user)))
    return refuse('wider_than_held', 'The account may do more than your credential.', '/enabled');
  return [userEvent('UserEnabled', { userId })];
}
