/** What a token says of itself. Nothing of it is believed. */
export type Decoded =
  | { readonly format: 'opaque' }
  | { readonly format: 'jwt'; readonly header: object; readonly claims: Claims };

/** RFC 9068 section 2.2, as far as it is shown. */
export interface Claims {
  readonly jti?: string;
  readonly sub?: string;
  readonly iss?: string;
  readonly aud?: string;
  readonly iat?: number;
  readonly exp?: number;
  readonly scope?: string;
  readonly groups?: readonly string[];
}

const OPAQUE = /^[0-9a-f]{40}$/;
/** The year 9999: no date is later. */
const LATEST = 253_402_300_799;

/** Undefined for anything that is no token of this kind. */
export function decodeToken(secret: string): Decoded | undefined {
  if (OPAQUE.test(secret)) return { format: 'opaque' };
  const parts = secret.split('.');
  if (parts.length !== 3 || !parts.every(isBase64url)) return undefined;
  const [header, claims] = [objectIn(parts[0]!), objectIn(parts[1]!)];
  return header && claims ? { format: 'jwt', header, claims: shown(claims) } : undefined;
}

const isBase64url = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const moment = (value: unknown) =>
  typeof value === 'number' && value >= 0 && value <= LATEST ? Math.floor(value) : undefined;

/** A claim of another form than the standard gives it is none. */
const shown = ({ jti, sub, iss, aud, iat, exp, scope, groups }: Record<string, unknown>): Claims =>
  Object.fromEntries(
    Object.entries({
      jti: text(jti),
      sub: text(sub),
      iss: text(iss),
      aud: text(aud),
      iat: moment(iat),
      exp: moment(exp),
      scope: text(scope),
      groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : undefined,
    }).filter(([, value]) => value !== undefined),
  );
