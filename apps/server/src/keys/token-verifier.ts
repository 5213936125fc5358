import type { KeyObject } from 'node:crypto';
import type { Key } from '@tokenledger/domain';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { KeyRing } from './key-ring.js';
import { publicHalf } from './keys.js';
import { isLowS } from './low-s.js';
import { tokenPublicKey } from './token-signer.js';

/** Verified claims of one of our JWTs. Times are NumericDates. */
const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  jti: z.string(),
  iat: z.number(),
  nbf: z.number(),
  exp: z.number().optional(),
});
export type VerifiedClaims = z.infer<typeof claims>;

/** Says whether this server's log signed a JWT; nothing about whether it is still good. */
export class TokenVerifier {
  private readonly made = new Map<string, KeyObject>();

  constructor(private readonly ring: KeyRing) {}

  /** `jwt` must be well spelled. Undefined for any signature, algorithm, type, key or shape that is not ours. */
  async verify(jwt: string): Promise<VerifiedClaims | undefined> {
    if (!isLowS(Buffer.from(jwt.slice(jwt.lastIndexOf('.') + 1), 'base64url'))) return undefined;
    const key = await this.keyOf(jwt);
    if (!key) return undefined;
    try {
      const { payload, protectedHeader } = await compactVerify(jwt, key, { algorithms: ['ES256'] });
      if (protectedHeader.typ !== 'at+jwt') return undefined;
      return claims.parse(JSON.parse(Buffer.from(payload).toString()));
    } catch {
      return undefined;
    }
  }

  /** One that is not known here may be new: another server may have begun to sign with it. */
  private async keyOf(jwt: string): Promise<KeyObject | undefined> {
    const kid = kidOf(jwt);
    if (kid === undefined) return undefined;
    if (!this.ring.known.has(kid)) await this.ring.askAgain();
    const key = this.ring.known.get(kid);
    return key?.use === 'token' && key.status !== 'retired' ? (this.made.get(kid) ?? this.make(key)) : undefined;
  }

  /**
   * That of the first key stands in the file alone, those of later ones in the log as well.
   *
   * @throws Refused for a server that has neither: it cannot tell.
   */
  private make({ id, jwk }: Key): KeyObject {
    const held = this.ring.held.token.get(id);
    if (!jwk && !held) throw this.ring.lacks(id);
    const key = jwk ? tokenPublicKey(jwk) : publicHalf(held!);
    this.made.set(id, key);
    return key;
  }
}

function kidOf(jwt: string): string | undefined {
  try {
    return decodeProtectedHeader(jwt).kid;
  } catch {
    return undefined;
  }
}
