import { sign } from 'node:crypto';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import type { NoteSigner } from '@tokenledger/merkle/signed-note';
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
