import { epochSeconds, type Recorded, type TokenIssued } from '@tokenledger/domain';

/** What a JWT says of itself (RFC 7519, RFC 9068): nothing that the log does not say as well. */
export function tokenClaims({ data, recordedAt }: Recorded<TokenIssued>, issuer: string) {
  const { tokenId, owner, audience, expiresAt, scopes, groups } = data;
  const iat = epochSeconds(recordedAt);
  return {
    iss: issuer,
    sub: owner,
    aud: audience,
    jti: tokenId,
    iat,
    nbf: iat,
    ...(expiresAt === null ? {} : { exp: epochSeconds(expiresAt) }),
    ...(scopes === null ? {} : { scope: scopes.join(' ') }),
    groups,
  };
}
