import { createPublicKey } from 'node:crypto';
import { type JWK, type JWTPayload, SignJWT } from 'jose';
import { type Keys, thumbprint } from './keys.js';
import { lowS } from './low-s.js';

/** Signs JWTs as access tokens (RFC 9068) with the one token key. */
export class TokenSigner {
  private readonly kid: string;

  constructor(private readonly keys: Pick<Keys, 'token'>) {
    this.kid = thumbprint(keys.token);
  }

  async sign(claims: JWTPayload): Promise<string> {
    const header = { alg: 'ES256', typ: 'at+jwt', kid: this.kid };
    return lowS(await new SignJWT(claims).setProtectedHeader(header).sign(this.keys.token));
  }

  /** RFC 7517; public parts only. */
  jwks(): { readonly keys: readonly JWK[] } {
    const { kty, crv, x, y } = createPublicKey(this.keys.token).export({ format: 'jwk' });
    return { keys: [{ kty, crv, x, y, kid: this.kid, alg: 'ES256', use: 'sig' } as JWK] };
  }
}
