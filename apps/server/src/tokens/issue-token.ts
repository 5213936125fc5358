import { createHash, randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  heldIn,
  issueToken,
  type Recorded,
  type Subject,
  type TokenFormat,
  type TokenIssued,
  userStream,
} from '@tokenledger/domain';
import { v7 as newTokenId } from 'uuid';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { Refused } from '../event-log/refused.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { TokenSigner } from '../keys/token-signer.js';
import { ISSUER } from '../http/issuer.js';
import { tokenClaims } from './token-claims.js';

export interface WantedToken {
  readonly name: string;
  readonly description?: string | undefined;
  readonly expiresIn?: number | 'never' | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly format: TokenFormat;
  readonly owner: string;
  readonly audience?: string | undefined;
  readonly reason?: string | undefined;
}

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
  })
  .meta({ id: 'IssuedToken', description: 'The token is good from now on.' });
export type IssuedToken = z.output<typeof IssuedToken>;

export class IssueToken extends Command<IssuedToken> {
  constructor(
    readonly by: CallerContext,
    readonly wanted: WantedToken,
  ) {
    super();
  }
}

@CommandHandler(IssueToken)
export class IssueTokenHandler implements ICommandHandler<IssueToken> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    private readonly names: Names,
    private readonly signer: TokenSigner,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  async execute({ by, wanted }: IssueToken): Promise<IssuedToken> {
    const secret = wanted.format === 'opaque' ? randomBytes(20).toString('hex') : null;
    const appended = await this.append(by, wanted, secret);
    const issued = firstOf(appended, 'TokenIssued');
    if (appended.replayed) return { ...answer(issued), secretAvailable: false };
    // Signed after the commit: a token that the log does not know exists nowhere, not even for a moment.
    const token = secret ?? (await this.signer.sign(tokenClaims(issued, this.issuer)));
    return { token, ...answer(issued), secretAvailable: true };
  }

  private async append(by: CallerContext, wanted: WantedToken, secret: string | null) {
    const { owner, format, expiresIn, scopes = null, audience = this.issuer } = wanted;
    const tokenId = newTokenId();
    const about = { type: 'token', id: tokenId } as const;
    const nameDigest = this.names.ofToken(owner, wanted.name);
    const secretDigest = secret && createHash('sha256').update(secret).digest('hex');
    const personal = await this.sealed(wanted, about);
    const command = { tokenId, owner, format, scopes, audience, secretDigest, nameDigest, personal };
    const from = await this.provenance.ofCaller(by, about);
    return this.log.append({
      ...from,
      permission: { resource: 'tokens', action: 'create', object: owner },
      streams: [userStream(owner)],
      reads: { users: [owner], tokenNames: [nameDigest], policy: true },
      decide: (state, at) => issueToken(state, { ...command, expiresIn }, heldIn(state, from.actor, at), at),
    });
  }

  /** What is free text, under the owner's key. */
  private async sealed({ owner, name, description, reason }: WantedToken, about: Subject) {
    if (!(await this.cipher.knows(owner)))
      throw new Refused({ refused: 'not_found', detail: 'There is no such owner.', pointer: '/owner' });
    const given = [
      ['name', name],
      ['description', description],
      ['reason', reason],
    ] as const;
    return Promise.all(given.flatMap(([field, text]) => (text ? [this.cipher.seal(owner, about, field, text)] : [])));
  }
}

const answer = ({ data, recordedAt, position }: Recorded<TokenIssued>) => ({
  id: data.tokenId,
  owner: data.owner,
  issuedAt: recordedAt,
  expiresAt: data.expiresAt,
  position: String(position),
});
