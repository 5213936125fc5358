import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Refused } from '../event-log/refused.js';
import { Cipher } from '../keys/cipher.js';
import type { ShownUser } from './shown-user.js';
import { UserEntity } from './user.entity.js';

/** A deleted account is still shown to those who may see it: it is history, and says so. */
export class GetUser extends Query<ShownUser> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetUser)
export class GetUserHandler implements IQueryHandler<GetUser> {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly cipher: Cipher,
  ) {}

  async execute({ userId }: GetUser): Promise<ShownUser> {
    const user = await this.users.findOneBy({ id: userId });
    if (!user) throw new Refused({ refused: 'not_found', detail: 'There is no such user.' });
    const { id, kind, status, roles, liveTokens, registeredAt, deletedAt, position } = user;
    const names = { username: await this.open(user, 'username'), email: await this.open(user, 'email') };
    return { id, kind, status, ...names, roles, liveTokens, registeredAt, deletedAt, position };
  }

  private async open({ id, personal }: UserEntity, field: string): Promise<string | null> {
    const sealed = personal.find((one) => one.field === field);
    return sealed ? ((await this.cipher.open(sealed, { type: 'user', id })) ?? '[erased]') : null;
  }
}
