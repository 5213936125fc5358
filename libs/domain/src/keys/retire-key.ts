import { type Instant, secondsLater } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import type { Key, Keyed } from './key.js';
import { keyEvent } from './key-event.js';
import type { KeyRetired } from './key.events.js';

/**
 * What is known of a key that another one has taken the place of. Each of them, once true, stays true: nothing is made
 * with the key any more.
 */
export type Remains =
  | {
      readonly use: 'log';
      /** For so long both keys sign. */
      readonly overlapSeconds: number;
      /** The newest checkpoint. */
      readonly checkpoint: string;
    }
  | {
      readonly use: 'token';
      /** A live token that it may have signed. */
      readonly token: string | undefined;
      /** For so long a server that had not yet heard of the newer key may have signed with this one. */
      readonly doubtSeconds: number;
    }
  | { readonly use: 'wrapping' /** How many keys of persons it wraps. */; readonly wrapped: number };

/** A key is done with when nothing depends on it any more. */
export function retireKey({ keys }: Keyed, id: string, remains: Remains, at: Instant): Decision<KeyRetired> {
  const key = keys.get(id);
  if (key?.status !== 'previous' || key.use !== remains.use) return refuse('not_yet', 'No key has taken its place.');
  const waitsFor = obstacle(key, remains, at);
  if (waitsFor) return refuse('not_yet', waitsFor);
  const checkpoint = remains.use === 'log' ? { checkpoint: remains.checkpoint } : {};
  return [keyEvent<KeyRetired>('KeyRetired', { use: key.use, key: id, ...checkpoint })];
}

function obstacle({ superseded }: Key, remains: Remains, at: Instant): string | undefined {
  if (remains.use === 'wrapping')
    return remains.wrapped > 0
      ? `It wraps ${remains.wrapped} keys of persons, which are being wrapped anew.`
      : undefined;
  const until = secondsLater(superseded!.at, remains.use === 'token' ? remains.doubtSeconds : remains.overlapSeconds);
  if (remains.use === 'token') {
    if (at < until) return `A server may sign with it until ${until}.`;
    return remains.token === undefined ? undefined : `A token that it has signed is live: ${remains.token}.`;
  }
  if (at < until) return `It signs beside the newer one, until ${until}.`;
  // The newest checkpoint may have been read before the newer key signed: the next one will do.
  return sizeOf(remains.checkpoint) > superseded!.position ? undefined : 'A checkpoint of both keys is awaited.';
}

/** The second line of a checkpoint (C2SP tlog-checkpoint). */
const sizeOf = (checkpoint: string): bigint => BigInt(/^[^\n]+\n(\d+)\n/.exec(checkpoint)?.[1] ?? 0);
