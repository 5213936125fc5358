import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { heldIn, issueToken, type Subject, type TokenFormat, userStream } from '@tokenledger/domain';
import { newId as newTokenId } from '../platform/new-id.js';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';
import { ISSUER } from '../http/issuer.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { type IssuedToken, ShowOnce } from './issued-token.js';
import { opaqueSecret } from './opaque-secret.js';

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
    private readonly showOnce: ShowOnce,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  async execute({ by, wanted }: IssueToken): Promise<IssuedToken> {
    const { secret, secretDigest } = opaqueSecret(wanted.format);
    return this.showOnce.answer(await this.append(by, wanted, secretDigest), secret);
  }

  private async append(by: CallerContext, wanted: WantedToken, secretDigest: string | null) {
    const { owner, format, expiresIn, scopes = null, audience = this.issuer } = wanted;
    const tokenId = newTokenId();
    const about = { type: 'token', id: tokenId } as const;
    const nameDigest = this.names.ofToken(owner, wanted.name);
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
