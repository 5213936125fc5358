import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { heldIn, rotateToken, type Sealed, sealedField, userStream } from '@tokenledger/domain';
import type { Repository } from 'typeorm';
import { newId as newTokenId } from '../platform/new-id.js';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import type { Appended } from '../event-log/append.js';
import { EventLog } from '../event-log/event-log.js';
import { shownId, shownInstant } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { IssuedToken, ShowOnce } from './issued-token.js';
import { opaqueSecret } from './opaque-secret.js';
import { TokenEntity } from './token.entity.js';

export const RotatedToken = IssuedToken.extend({
  replaces: shownId.meta({ description: 'The token that was rotated.' }),
  replacedUntil: shownInstant.meta({ description: 'It is refused from then on.' }),
}).meta({ id: 'RotatedToken', description: 'The successor of a token is good from now on.' });
export type RotatedToken = z.output<typeof RotatedToken>;

export class RotateToken extends Command<RotatedToken> {
  constructor(
    readonly by: CallerContext,
    readonly tokenId: string,
    readonly graceSeconds: number,
  ) {
    super();
  }
}

@CommandHandler(RotateToken)
export class RotateTokenHandler implements ICommandHandler<RotateToken> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    private readonly showOnce: ShowOnce,
    @InjectRepository(TokenEntity) private readonly tokens: Repository<TokenEntity>,
  ) {}

  async execute(command: RotateToken): Promise<RotatedToken> {
    // What a token is, and whose, never changes, so it may be read before the lock.
    const token = await this.tokens.findOneBy({ id: command.tokenId });
    const { secret, secretDigest } = opaqueSecret(token?.format ?? 'jwt');
    const appended = await this.append(command, token, secretDigest);
    const issued = await this.showOnce.answer(appended, secret);
    return { ...issued, replaces: command.tokenId, replacedUntil: endIn(appended) };
  }

  private async append(
    { by, tokenId, graceSeconds }: RotateToken,
    token: TokenEntity | null,
    secretDigest: string | null,
  ) {
    const successor = newTokenId();
    const personal = token ? await this.resealed(token, successor) : [];
    const command = { tokenId, successor, secretDigest, personal, graceSeconds };
    const from = await this.provenance.ofCaller(by, { type: 'token', id: successor });
    const owners = token ? [token.owner] : [];
    return this.log.append({
      ...from,
      // Of a token that does not exist, only those learn who may rotate any.
      permission: { resource: 'tokens', action: 'rotate', object: token?.owner ?? '*' },
      streams: owners.map(userStream),
      reads: { users: owners, tokens: [tokenId], policy: true },
      decide: (state, at) => rotateToken(state, command, heldIn(state, from.actor, at), at),
    });
  }

  /** What is sealed says which token it is about: the successor gets the same words, sealed for itself. */
  private async resealed({ id, owner, personal }: TokenEntity, successor: string) {
    const again = async <Field extends 'name' | 'description'>(field: Field): Promise<Sealed<Field>[]> => {
      const sealed = sealedField(personal, field);
      const text = sealed && (await this.cipher.open(sealed, { type: 'token', id }));
      return text === null ? [] : [await this.cipher.seal(owner, { type: 'token', id: successor }, field, text)];
    };
    return [...(await again('name')), ...(await again('description'))];
  }
}

function endIn({ events }: Appended): string {
  for (const event of events) {
    if (event.type === 'TokenRevoked') return event.recordedAt;
    if (event.type === 'TokenRotated') return event.data.expiresAt;
  }
  throw new Error('a rotation without an end of the old token');
}
