import { createPublicKey, type KeyObject } from 'node:crypto';
import { currentKey, type Key, secondsLater, type TokenJwk } from '@tokenledger/domain';
import { type JWK, type JWTPayload, SignJWT } from 'jose';
import type { KeyRing } from './key-ring.js';
import { publicJwk } from './keys.js';
import { lowS } from './low-s.js';

/**
 * What is known of the keys may be older than a token by no more than this. The key before is kept for tokens that are
 * longer than that younger than its successor's first use (`tokenSigned`).
 */
const FRESH_SECONDS = 10;

/** Signs JWTs as access tokens (RFC 9068), with the current token key. */
export class TokenSigner {
  constructor(private readonly ring: KeyRing) {}

  async sign(claims: JWTPayload & { iat: number }): Promise<string> {
    const [kid, secret] = await this.current(claims.iat);
    const header = { alg: 'ES256', typ: 'at+jwt', kid };
    return lowS(await new SignJWT(claims).setProtectedHeader(header).sign(secret));
  }

  /** What was known before the token was issued may have changed since. */
  private async current(issuedAt: number): Promise<[kid: string, secret: KeyObject]> {
    const { ring } = this;
    if (Date.parse(secondsLater(ring.knownAt, FRESH_SECONDS)) / 1000 < issuedAt || !this.held()) await ring.ask();
    const { id } = currentKey(ring.known, 'token')!;
    const secret = this.held();
    if (!secret) throw ring.lacks(id);
    return [id, secret];
  }

  private held(): KeyObject | undefined {
    const current = currentKey(this.ring.known, 'token');
    return current && this.ring.held.token.get(current.id);
  }

  /** RFC 7517; public parts only. Of every key that a token may be signed with now, and of the next one. */
  jwks(): { readonly keys: readonly JWK[] } {
    const { known } = this.ring;
    const published = [...known.values()].filter((key) => key.use === 'token' && key.status !== 'retired');
    return { keys: published.flatMap((key) => this.published(key)) };
  }

  private published({ id, jwk }: Key): JWK[] {
    const held = this.ring.held.token.get(id);
    const key = jwk ?? (held && publicTokenJwk(held));
    return key ? [{ ...key, kid: id, alg: 'ES256', use: 'sig' }] : [];
  }
}

/** The public half, as the log has it. */
export function publicTokenJwk(key: KeyObject): TokenJwk {
  const { kty, crv, x, y } = publicJwk(key);
  return { kty: kty!, crv: crv!, x: x!, y: y! };
}

export const tokenPublicKey = (jwk: TokenJwk): KeyObject => createPublicKey({ key: { ...jwk }, format: 'jwk' });
