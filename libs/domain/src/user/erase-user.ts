import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { UserErased } from './user.events.js';
import { userEvent } from './user-event.js';

/** Forgets who an account was. Its access ended with its deletion; a legal hold keeps what is known of it. */
export function eraseUser(state: State, userId: string, seen: Seen = 'any'): Decision<UserErased> {
  const user = state.users.get(userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  const unseen = refuseUnseen(user.position, seen);
  if (unseen) return unseen;
  if (user.erasedAt !== null) return refuse('already_erased', 'It has been erased already.');
  if (user.status !== 'deleted') return refuse('not_deleted', 'Only an account that is deleted can be erased.');
  if (user.heldAt !== null) return refuse('under_legal_hold', 'A legal hold keeps it; that has to be released first.');
  return [userEvent('UserErased', { userId })];
}
