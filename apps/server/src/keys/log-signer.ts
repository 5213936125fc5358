import { sign } from 'node:crypto';
import { formatVkey } from '../merkle/verifier-key.js';
import type { NoteSigner } from '../merkle/signed-note.js';
import { type Keys, publicKeyOf } from './keys.js';

/** The C2SP verifier key under each name of the log, which is also the name of the key (C2SP tlog-checkpoint). */
export const logVkey =
  ({ log }: Keys) =>
  (origin: string): string =>
    formatVkey(origin, publicKeyOf(log));

/** Signs the checkpoints of the log `origin`. */
export const logSigner = (keys: Keys, origin: string): NoteSigner => ({
  name: origin,
  vkey: logVkey(keys)(origin),
  sign: (text) => sign(null, text, keys.log),
});
