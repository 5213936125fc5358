import type { Sealed } from '../event.js';
import { withoutUser } from '../policy/change-permissions.js';
import type { PermissionsChanged } from '../policy/policy.events.js';
import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { everyLiveTokenOf } from './live-tokens.js';
import { existing, isLastAdministrator } from './user.js';
import type { TokenRevoked, UserDeleted } from './user.events.js';
import { tokenEvent, userEvent } from './user-event.js';

/** Ends the account and, in the same commit, each of its tokens and whatever the rules say of it. `state` must hold all of the user's live tokens. */
export function deleteUser(
  state: State,
  userId: string,
  seen: Seen = 'any',
  reason: readonly Sealed<'reason'>[] = [],
): Decision<UserDeleted | TokenRevoked | PermissionsChanged> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  const unseen = refuseUnseen(user.position, seen);
  if (unseen) return unseen;
  if (isLastAdministrator(state, user)) return refuse('last_administrator', 'The last administrator stays.');
  const tokens = everyLiveTokenOf(state, user);
  return [
    userEvent('UserDeleted', { userId, revokedTokens: tokens.length }, reason),
    ...tokens.map((token) => tokenEvent('TokenRevoked', token, { cause: 'user_deleted' })),
    ...withoutUser(state.permissions, userId),
  ];
}
