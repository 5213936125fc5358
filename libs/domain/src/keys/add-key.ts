import { type Decision, refuse } from '../refusal.js';
import { keyWith, type Keyed } from './key.js';
import { keyEvent } from './key-event.js';
import type { KeyAdded } from './key.events.js';

/** A key is made known before anything is made with it. One at a time: of two servers that rotate at once one does. */
export function addKey({ keys }: Keyed, data: KeyAdded['data']): Decision<KeyAdded> {
  const pending = keyWith(keys, data.use, 'next');
  if (pending)
    return refuse('rotation_pending', `A rotation is under way: the ${data.use} key ${pending.id} comes next.`);
  if (keys.has(data.key)) return refuse('rotation_pending', `The log has had the ${data.use} key ${data.key} before.`);
  return [keyEvent<KeyAdded>('KeyAdded', data)];
}
