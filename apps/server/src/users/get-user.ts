import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Refused } from '../event-log/refused.js';
import { Cipher } from '../keys/cipher.js';
import { showUser } from './show-user.js';
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
    return showUser(user, this.cipher);
  }
}
