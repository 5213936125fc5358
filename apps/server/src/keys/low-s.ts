/** Order of the group of P-256 (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const sOf = (signature: Buffer): bigint => BigInt(`0x${signature.subarray(32).toString('hex')}`);

/** With (r, s) an ECDSA signature verifies as (r, n - s) too. Only the lower of the two is ours. */
export const isLowS = (signature: Buffer): boolean => signature.length === 64 && sOf(signature) <= ORDER / 2n;

/** The same ES256 JWT with the lower s. */
export function lowS(jwt: string): string {
  const dot = jwt.lastIndexOf('.');
  const signature = Buffer.from(jwt.slice(dot + 1), 'base64url');
  if (isLowS(signature)) return jwt;
  const s = (ORDER - sOf(signature)).toString(16).padStart(64, '0');
  return `${jwt.slice(0, dot)}.${Buffer.concat([signature.subarray(0, 32), Buffer.from(s, 'hex')]).toString('base64url')}`;
}
