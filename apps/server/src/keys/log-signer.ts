import { sign } from 'node:crypto';
import { formatVkey } from '../merkle/verifier-key.js';
import type { NoteSigner } from '../merkle/signed-note.js';
import { type Keys, publicKeyOf } from './keys.js';

/** Signs the checkpoints of the log `origin`, which is also the name of the key (C2SP tlog-checkpoint). */
export const logSigner = ({ log }: Keys, origin: string): NoteSigner => ({
  name: origin,
  vkey: formatVkey(origin, publicKeyOf(log)),
  sign: (text) => sign(null, text, log),
});
