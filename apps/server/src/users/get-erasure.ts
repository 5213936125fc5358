import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { couldUnwrap, type Instant, keysOf, secondsLater } from '@tokenledger/domain';
import type { Repository } from 'typeorm';
import { z } from 'zod';
import { Refused } from '../event-log/refused.js';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';
import { KeyRing } from '../keys/key-ring.js';
import { REMEMBERED_MS } from '../keys/subject-keys.js';
import { UserEntity } from './user.entity.js';

export const ShownErasure = z
  .object({
    userId: shownId,
    erasedAt: shownInstant,
    completedAt: shownInstant.nullable().meta({ description: 'From then on nothing that is kept here opens it.' }),
    waitsFor: z.string().nullable().meta({ description: 'What has to happen for that; null once it has.' }),
    position: shownPosition.meta({ description: 'Of the erasure.' }),
  })
  .meta({ id: 'Erasure', description: 'How far the erasure of an account has come.' });
export type ShownErasure = z.output<typeof ShownErasure>;

export class GetErasure extends Query<ShownErasure> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetErasure)
export class GetErasureHandler implements IQueryHandler<GetErasure> {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly ring: KeyRing,
  ) {}

  async execute({ userId }: GetErasure): Promise<ShownErasure> {
    const user = await this.users.findOneBy({ id: userId });
    if (!user) throw new Refused({ refused: 'not_found', detail: 'There is no such user.' });
    const { erasedAt, position } = user;
    if (erasedAt === null) throw new Refused({ refused: 'not_found', detail: 'This account has not been erased.' });
    await this.ring.ask();
    // After its erasure nothing happens to an account: its last event is that.
    const waitsFor = this.waitsFor(erasedAt, BigInt(position));
    return { userId, erasedAt, completedAt: waitsFor === null ? this.end(erasedAt) : null, waitsFor, position };
  }

  private waitsFor(erasedAt: Instant, position: bigint): string | null {
    const keys = couldUnwrap(this.ring.known, position).map(({ id }) => id);
    if (keys.length > 0) return `The wrapping key ${keys.join(', ')} is to be destroyed; see GET /v1/keys.`;
    const forgotten = forgottenAt(erasedAt);
    return this.ring.knownAt < forgotten ? `Another server may remember the key until ${forgotten}.` : null;
  }

  /** The first moment at which no key was left that had been in use at the erasure. */
  private end(erasedAt: Instant): Instant {
    const ends = keysOf(this.ring.known, 'wrapping').flatMap(({ activated, destroyed }) =>
      destroyed && activated && activated.at < erasedAt ? destroyed.at : [],
    );
    return [forgottenAt(erasedAt), ...ends].toSorted().at(-1)!;
  }
}

const forgottenAt = (erasedAt: Instant): Instant => secondsLater(erasedAt, REMEMBERED_MS / 1000);
