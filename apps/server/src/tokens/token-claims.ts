import type { Recorded, TokenIssued } from '@tokenledger/domain';
import { claimsOf } from '../check/claims.js';

/** What a JWT says of itself, from its issue on for ever: its groups are those of that moment. */
export const tokenClaims = ({ data, recordedAt }: Recorded<TokenIssued>, issuer: string) =>
  claimsOf({ ...data, role: data.role ?? null, id: data.tokenId, issuedAt: recordedAt }, data.groups, issuer);
