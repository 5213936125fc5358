import { type Sealed, sealedField } from '../event.js';
import type { Powers } from '../policy/powers.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { existing } from './user.js';
import type { EmailChanged } from './user.events.js';
import { userEvent } from './user-event.js';

/**
 * `email`: null for none; an address that stays the same comes as it is stored, and changes nothing. Whoever receives
 * somebody's mail may become them, so the address of somebody stronger stays.
 */
export function changeEmail(
  state: State,
  userId: string,
  email: Sealed<'email'> | null,
  held: Powers,
): Decision<EmailChanged> {
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (sealedField(user.personal, 'email')?.ct === email?.ct) return [];
  if (!held.covers(state.permissions.powersOf(user)))
    return refuse('wider_than_held', 'The account may do more than your credential.', '/email');
  return [userEvent('EmailChanged', { userId }, email ? [email] : [])];
}
