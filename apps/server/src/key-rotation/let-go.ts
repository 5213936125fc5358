import type { KnownKeys } from '@tokenledger/domain';
import { changeKeys, type KeySource } from '../keys/key-file.js';
import type { KeyRing } from '../keys/key-ring.js';
import { type Keys, publicHalf } from '../keys/keys.js';

const isOver = (known: KnownKeys, id: string): boolean =>
  ['retired', 'destroyed'].includes(known.get(id)?.status ?? 'unknown');

/** Whether this server still holds what has had its time. */
export const holdsTooMuch = (ring: KeyRing): boolean =>
  [...ring.known.values()].some((key) => isOver(ring.known, key.id) && ring.holds(key));

/**
 * Takes what has had its time out of the file and out of memory. Of a key of the log the public half stays: checkpoints that it
 * has signed are still shown here. A key that this log does not know stays too: a newer copy of the log may.
 */
export async function letGo(ring: KeyRing, source: KeySource): Promise<void> {
  await changeKeys(source, async (keys, put) => {
    await ring.ask();
    const left = without(keys, ring.known);
    put(left);
    ring.hold(left);
  });
}

function without({ log, token, wrapping, digest }: Keys, known: KnownKeys): Keys {
  const inTime = <Key>(keys: ReadonlyMap<string, Key>) => new Map([...keys].filter(([id]) => !isOver(known, id)));
  const signers = [...log].map(([id, key]) => [id, isOver(known, id) ? publicHalf(key) : key] as const);
  return { log: new Map(signers), token: inTime(token), wrapping: inTime(wrapping), digest };
}
