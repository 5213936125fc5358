import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';

interface Jwk extends JsonWebKey {
  readonly kid?: string;
}

/**
 * Whether the holder of one of these keys (RFC 7517) has signed the JWT with ES256: the one that its header names.
 *
 * @throws {SyntaxError} for a text that is no key set.
 */
export function isSignedBy(secret: string, jwks: string): boolean {
  const keys = keysIn(jwks);
  const [header, claims, signature] = secret.split('.') as [string, string, string];
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>;
  const key = keys.find((one) => one.kid === kid);
  if (alg !== 'ES256' || key?.crv !== 'P-256') return false;
  const signed = Buffer.from(`${header}.${claims}`);
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

function keysIn(jwks: string): readonly Jwk[] {
  const { keys } = parsed(jwks) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new SyntaxError('this is no key set (RFC 7517)');
  return keys as readonly Jwk[];
}

function parsed(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    throw new SyntaxError('this is no JSON');
  }
}
