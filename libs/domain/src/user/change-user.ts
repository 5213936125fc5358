import type { Sealed } from '../event.js';
import type { Powers } from '../policy/powers.js';
import type { Role } from '../policy/role.js';
import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, isRefusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { changeEmail } from './change-email.js';
import { changeRoles } from './change-roles.js';
import { disableUser } from './disable-user.js';
import { enableUser } from './enable-user.js';
import { existing } from './user.js';
import type { EmailChanged, RolesChanged, UserDisabled, UserEnabled } from './user.events.js';

/** What is undefined stays as it is. */
export interface ChangeUser {
  readonly userId: string;
  readonly seen: Seen;
  readonly enabled: boolean | undefined;
  readonly roles: readonly Role[] | undefined;
  readonly email: Sealed<'email'> | null | undefined;
}

type Change = RolesChanged | UserEnabled | UserDisabled | EmailChanged;

/** All that is asked, or nothing. `state` must hold every administrator. */
export function changeUser(state: State, command: ChangeUser, held: Powers): Decision<Change> {
  const { userId, seen, enabled, roles, email } = command;
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  const decisions: readonly Decision<Change>[] = [
    refuseUnseen(user.position, seen) ?? [],
    roles === undefined ? [] : changeRoles(state, userId, roles, held),
    enabled === true ? enableUser(state, userId, held) : [],
    enabled === false ? disableUser(state, userId) : [],
    email === undefined ? [] : changeEmail(state, userId, email, held),
  ];
  return decisions.find(isRefusal) ?? decisions.flatMap((decision) => (isRefusal(decision) ? [] : decision));
}
