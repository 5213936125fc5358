import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { existing } from './user.js';
import type { UserEnabled } from './user.events.js';
import { userEvent } from './user-event.js';

export function enableUser(
  state: State,
  userId: string,
  reason: readonly Sealed<'reason'>[] = [],
): Decision<UserEnabled> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.status === 'active') return refuse('already_enabled', 'The account is enabled already.');
  return [userEvent('UserEnabled', { userId }, reason)];
}
