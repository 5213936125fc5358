const OPAQUE = /^[0-9a-f]{40}$/;
const BASE64URL = /^[A-Za-z0-9_-]+$/;
const LONGEST = 8192;

/**
 * The only spellings that are looked at. A decoder forgives white space, padding and stray bits, so that one token has
 * many texts; here each token has one, and every other text is no token.
 */
export function spellingOf(secret: string): 'jwt' | 'opaque' | undefined {
  if (secret.length > LONGEST) return undefined;
  if (OPAQUE.test(secret)) return 'opaque';
  const parts = secret.split('.');
  return parts.length === 3 && parts.every(isCanonical) ? 'jwt' : undefined;
}

const isCanonical = (part: string): boolean =>
  BASE64URL.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
