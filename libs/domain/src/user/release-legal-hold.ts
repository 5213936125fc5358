import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { LegalHoldReleased } from './user.events.js';
import { userEvent } from './user-event.js';

export function releaseLegalHold(
  state: State,
  userId: string,
  reason: readonly Sealed<'reason'>[],
): Decision<LegalHoldReleased> {
  const user = state.users.get(userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.heldAt === null) return refuse('not_under_legal_hold', 'No legal hold keeps it.');
  return [userEvent('LegalHoldReleased', { userId }, reason)];
}
