import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import {
  type Reads,
  type Recorded,
  REVOCATION_CAUSES,
  type RevocationCause,
  revokeToken,
  type TokenRevoked,
  streamOf,
} from '@tokenledger/domain';
import type { Repository } from 'typeorm';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import type { Appended } from '../event-log/append.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { receipt } from '../http/receipt.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { TokenEntity } from './token.entity.js';

export const RevokedToken = z
  .object({
    id: shownId,
    owner: shownId,
    revokedAt: shownInstant,
    cause: z.enum(REVOCATION_CAUSES),
    position: shownPosition,
    receipt,
  })
  .meta({ id: 'RevokedToken', description: 'The token is refused from now on, at every door of every server.' });
export type RevokedToken = z.output<typeof RevokedToken>;

export class RevokeToken extends Command<RevokedToken> {
  constructor(
    readonly by: CallerContext,
    readonly tokenId: string,
    readonly cause: RevocationCause,
    readonly reason: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(RevokeToken)
export class RevokeTokenHandler implements ICommandHandler<RevokeToken> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @InjectRepository(TokenEntity) private readonly tokens: Repository<TokenEntity>,
  ) {}

  async execute({ by, tokenId, cause, reason }: RevokeToken): Promise<RevokedToken> {
    const about = { type: 'token', id: tokenId } as const;
    // A token's owner never changes, so it may be read before the lock.
    const token = await this.tokens.findOne({ where: { id: tokenId }, select: { owner: true, kind: true } });
    const owner = token?.owner;
    const sealed = owner && reason ? [await this.cipher.seal(owner, about, 'reason', reason)] : [];
    const appended = await this.log.append({
      ...(await this.provenance.ofCaller(by, about)),
      // Of a token that does not exist, only those learn who may revoke any.
      permission: { resource: 'tokens', action: 'revoke', object: owner ?? '*' },
      streams: token ? [streamOf(token)] : [],
      reads: { ...ownerOf(token), tokens: [tokenId] },
      decide: (state, at) => revokeToken(state, { tokenId, cause, reason: sealed }, at),
    });
    return revokedToken(appended, firstOf(appended, 'TokenRevoked'));
  }
}

const ownerOf = (token: Pick<TokenEntity, 'owner' | 'kind'> | null): Reads =>
  token ? { [token.kind === 'project' ? 'projects' : 'users']: [token.owner] } : {};

export async function revokedToken(
  { receiptOf }: Appended,
  { data, recordedAt, position }: Recorded<TokenRevoked>,
): Promise<RevokedToken> {
  const { tokenId: id, owner, cause } = data;
  const facts = { id, owner, revokedAt: recordedAt, cause, position: String(position) };
  return { ...facts, receipt: await receiptOf(position) };
}
