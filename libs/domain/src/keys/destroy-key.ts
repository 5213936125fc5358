import { type Decision, refuse } from '../refusal.js';
import type { Keyed } from './key.js';
import { keyEvent } from './key-event.js';
import type { KeyDestroyed } from './key.events.js';

/** A key that wrapped the keys of persons is gone when no running server holds it. */
export function destroyKey({ keys }: Keyed, id: string, heldBy: readonly string[]): Decision<KeyDestroyed> {
  const key = keys.get(id);
  if (key?.use !== 'wrapping' || key.status !== 'retired') return refuse('not_yet', 'This key is not to be destroyed.');
  if (heldBy.length > 0) return refuse('not_yet', `It is to be destroyed, but ${heldBy.join(', ')} holds it.`);
  return [keyEvent<KeyDestroyed>('KeyDestroyed', { use: 'wrapping', key: id })];
}
