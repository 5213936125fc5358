import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { LegalHoldPlaced } from './user.events.js';
import { userEvent } from './user-event.js';

/** Keeps what is known of an account, whether it is deleted or not; it may still be deleted, but not erased. */
export function placeLegalHold(
  state: State,
  userId: string,
  reason: readonly Sealed<'reason'>[],
): Decision<LegalHoldPlaced> {
  const user = state.users.get(userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.erasedAt !== null) return refuse('already_erased', 'There is nothing to keep: it has been erased.');
  if (user.heldAt !== null) return refuse('under_legal_hold', 'A legal hold keeps it already.');
  return [userEvent('LegalHoldPlaced', { userId }, reason)];
}
