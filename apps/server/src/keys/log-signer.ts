import { sign } from 'node:crypto';
import { keysInUse, type KnownKeys, type State } from '@tokenledger/domain';
import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import type { NoteSigner } from '@tokenledger/merkle/signed-note';
import type { KeyRing } from './key-ring.js';
import { type Keys, vkeyOf } from './keys.js';

/** Who signs the checkpoints of the log `origin`, as a state says: two while one key takes the place of another. */
export function logSigners(ring: KeyRing, origin: string): (state: State) => readonly NoteSigner[] {
  const made = new Map<string, NoteSigner>();
  const signer = (id: string): NoteSigner => {
    const secret = ring.held.log.get(id)!;
    const one = { name: origin, vkey: vkeyOf(origin, secret), sign: (text: Uint8Array) => sign(null, text, secret) };
    made.set(id, one);
    return one;
  };
  return ({ keys }) => {
    ring.refuseLacking(keys);
    return keysInUse(keys, 'log').map(({ id }) => made.get(id) ?? signer(id));
  };
}

/**
 * The verifier keys of whoever may have signed a checkpoint: every key of the log that is held here, but those that were
 * retired before. That this server holds them is what is trusted, not what the database says.
 */
export const logVkeys =
  ({ log }: Pick<Keys, 'log'>, known: KnownKeys) =>
  ({ origin, size }: Pick<Checkpoint, 'origin' | 'size'>): readonly string[] =>
    [...log].flatMap(([id, key]) => {
      const retired = known.get(id)?.retired;
      return retired && size > retired.position ? [] : vkeyOf(origin, key);
    });
