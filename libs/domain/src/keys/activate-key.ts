import { type Instant, secondsLater } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import { currentKey, type Keyed } from './key.js';
import { keyEvent } from './key-event.js';
import type { KeyActivated } from './key.events.js';

/** What is known of a key that comes next. */
export interface Readiness {
  /** The running servers that do not hold it. */
  readonly lackedBy: readonly string[];
  /** For so long a key of tokens is published before its first use, so that those who keep our keys have seen it. */
  readonly publishSeconds: number;
}

/** Whatever is made from here on is made with the key that came next. */
export function activateKey(
  { keys }: Keyed,
  id: string,
  { lackedBy, publishSeconds }: Readiness,
  at: Instant,
): Decision<KeyActivated> {
  const key = keys.get(id);
  const current = key && currentKey(keys, key.use);
  if (key?.status !== 'next' || !current) return refuse('not_yet', 'This key does not come next.');
  if (lackedBy.length > 0)
    return refuse('not_yet', `It is not used before every server holds it: ${lackedBy.join(', ')} lacks it.`);
  const from = secondsLater(key.added.at, publishSeconds);
  if (key.use === 'token' && at < from) return refuse('not_yet', `It is published, and used from ${from} on.`);
  return [keyEvent<KeyActivated>('KeyActivated', { use: key.use, key: id, previous: current.id })];
}
