import { createHash, randomBytes } from 'node:crypto';
import type { TokenFormat } from '@tokenledger/domain';

interface OpaqueSecret {
  /** null for a JWT, which has no secret but its signature. */
  readonly secret: string | null;
  /** All that the log gets to know. 160 random bits need no salt and no slow digest. */
  readonly secretDigest: string | null;
}

export function opaqueSecret(format: TokenFormat): OpaqueSecret {
  if (format === 'jwt') return { secret: null, secretDigest: null };
  const secret = randomBytes(20).toString('hex');
  return { secret, secretDigest: createHash('sha256').update(secret).digest('hex') };
}
