import type { Powers } from '../policy/powers.js';
import type { Role } from '../policy/role.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { existing, isLastAdministrator, type User } from './user.js';
import type { RolesChanged } from './user.events.js';
import { userEvent } from './user-event.js';

/** `held`: what the one who changes them may do; nobody gives, or takes, what they do not hold. */
export function changeRoles(
  state: State,
  userId: string,
  roles: readonly Role[],
  held: Powers,
): Decision<RolesChanged> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (has(user, roles)) return [];
  if (![user.roles, roles].every((some) => held.covers(state.permissions.powersOf({ id: userId, roles: some }))))
    return refuse('wider_than_held', 'The roles reach beyond what your credential may do.', '/roles');
  if (!roles.includes('admin') && isLastAdministrator(state, user))
    return refuse('last_administrator', 'The last administrator stays.', '/roles');
  return [userEvent('RolesChanged', { userId, roles })];
}

/** In whatever order. */
const has = (user: User, roles: readonly Role[]): boolean =>
  user.roles.length === roles.length && roles.every((role) => user.roles.includes(role));
