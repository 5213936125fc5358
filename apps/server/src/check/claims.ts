import { epochSeconds, type Role, type Token } from '@tokenledger/domain';
import { CLIENT_ID } from '../http/client-id.js';

type Described = Pick<Token, 'id' | 'owner' | 'role' | 'audience' | 'scopes' | 'issuedAt' | 'expiresAt'>;

/**
 * What is said of a token, by itself (RFC 9068 section 2.2) and by introspection (RFC 7662 section 2.2): nothing that the
 * log does not say as well. `exp` is absent where the policy allows a token without an end, `scope` where it is not narrowed.
 */
export function claimsOf(token: Described, groups: readonly Role[], issuer: string) {
  const { id, owner, role, audience, scopes, issuedAt, expiresAt } = token;
  const iat = epochSeconds(issuedAt);
  return {
    iss: issuer,
    sub: role ?? owner,
    aud: audience,
    client_id: CLIENT_ID,
    jti: id,
    iat,
    nbf: iat,
    ...(expiresAt === null ? {} : { exp: epochSeconds(expiresAt) }),
    ...(scopes === null ? {} : { scope: scopes.join(' ') }),
    groups,
  };
}
