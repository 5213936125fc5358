import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { changeUser, heldIn, type Role, type Sealed, type Seen, userStream } from '@tokenledger/domain';
import type { Repository } from 'typeorm';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';
import { Cipher } from '../keys/cipher.js';
import { UserEntity } from './user.entity.js';

export interface WantedChange {
  readonly enabled?: boolean | undefined;
  readonly roles?: readonly Role[] | undefined;
  /** null: none from now on. */
  readonly email?: string | null | undefined;
}

export class ChangeUser extends Command<void> {
  constructor(
    readonly by: CallerContext,
    readonly userId: string,
    readonly seen: Seen,
    readonly wanted: WantedChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeUser)
export class ChangeUserHandler implements ICommandHandler<ChangeUser> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
  ) {}

  async execute({ by, userId, seen, wanted }: ChangeUser): Promise<void> {
    const { enabled, roles } = wanted;
    const command = { userId, seen, enabled, roles, email: await this.sealed(userId, wanted.email) };
    const from = await this.provenance.ofCaller(by, { type: 'user', id: userId });
    await this.log.append({
      ...from,
      permission: { resource: 'users', action: 'update', object: userId },
      streams: [userStream(userId)],
      reads: { users: [userId], administrators: true },
      decide: (state, at) => changeUser(state, command, heldIn(state, from.actor, at)),
    });
  }

  /** An address that stays the same is handed on as it is stored: two ciphertexts of one text do not compare. */
  private async sealed(userId: string, email: WantedChange['email']): Promise<Sealed<'email'> | null | undefined> {
    if (typeof email !== 'string') return email;
    const about = { type: 'user', id: userId } as const;
    if (!(await this.cipher.knows(userId)))
      throw new Refused({ refused: 'not_found', detail: 'There is no such user.' });
    const stored = (await this.users.findOneBy({ id: userId }))?.personal.find(isEmail);
    if (stored && (await this.cipher.open(stored, about)) === email) return stored;
    return this.cipher.seal(userId, about, 'email', email);
  }
}

const isEmail = (sealed: Sealed): sealed is Sealed<'email'> => sealed.field === 'email';
