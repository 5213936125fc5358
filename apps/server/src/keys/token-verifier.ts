import { createPublicKey } from 'node:crypto';
import { compactVerify } from 'jose';
import { z } from 'zod';
import { type Keys, thumbprint } from './keys.js';
import { isLowS } from './low-s.js';

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
  private readonly publicKey;
  private readonly kid: string;

  constructor({ token }: Pick<Keys, 'token'>) {
    this.publicKey = createPublicKey(token);
    this.kid = thumbprint(token);
  }

  /** `jwt` must be well spelled. Undefined for any signature, algorithm, type, key or shape that is not ours. */
  async verify(jwt: string): Promise<VerifiedClaims | undefined> {
    if (!isLowS(Buffer.from(jwt.slice(jwt.lastIndexOf('.') + 1), 'base64url'))) return undefined;
    try {
      const { payload, protectedHeader } = await compactVerify(jwt, this.publicKey, { algorithms: ['ES256'] });
      if (protectedHeader.typ !== 'at+jwt' || protectedHeader.kid !== this.kid) return undefined;
      return claims.parse(JSON.parse(Buffer.from(payload).toString()));
    } catch {
      return undefined;
    }
  }
}
