import { Inject, Injectable } from '@nestjs/common';
import type { Recorded, TokenIssued } from '@tokenledger/domain';
import { z } from 'zod';
import type { Appended } from '../event-log/append.js';
import { firstOf } from '../event-log/first-of.js';
import { ISSUER } from '../http/issuer.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { TokenSigner } from '../keys/token-signer.js';
import { tokenClaims } from './token-claims.js';

export const IssuedToken = z
  .object({
    token: z
      .string()
      .optional()
      .meta({ description: 'The token itself: only in the first answer, and nowhere else ever.' }),
    secretAvailable: z.boolean(),
    id: shownId,
    owner: shownId,
    issuedAt: shownInstant,
    expiresAt: shownInstant.nullable(),
    position: shownPosition,
    receipt,
  })
  .meta({ id: 'IssuedToken', description: 'The token is good from now on.' });
export type IssuedToken = z.output<typeof IssuedToken>;

/** Shows a token that has just been issued: this once. */
@Injectable()
export class ShowOnce {
  constructor(
    private readonly signer: TokenSigner,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  /** `secret`: of an opaque token. A JWT is signed only here: one that the log does not know exists nowhere, ever. */
  async answer(appended: Appended, secret: string | null): Promise<IssuedToken> {
    const issued = firstOf(appended, 'TokenIssued');
    const facts = { ...factsOf(issued), receipt: await appended.receiptOf(issued.position) };
    if (appended.replayed) return { ...facts, secretAvailable: false };
    const token = secret ?? (await this.signer.sign(tokenClaims(issued, this.issuer)));
    return { token, ...facts, secretAvailable: true };
  }
}

const factsOf = ({ data, recordedAt, position }: Recorded<TokenIssued>) => ({
  id: data.tokenId,
  owner: data.owner,
  issuedAt: recordedAt,
  expiresAt: data.expiresAt,
  position: String(position),
});
