import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { showUser } from './show-user.js';
import type { ShownUser } from './shown-user.js';
import { UserEntity } from './user.entity.js';

/** The account that is called so, if there is one now. */
export class FindUser extends Query<ShownUser | undefined> {
  constructor(readonly username: string) {
    super();
  }
}

@QueryHandler(FindUser)
export class FindUserHandler implements IQueryHandler<FindUser> {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly names: Names,
    private readonly cipher: Cipher,
  ) {}

  async execute({ username }: FindUser): Promise<ShownUser | undefined> {
    const user = await this.users
      .createQueryBuilder('u')
      .where(`u.name_digest = decode(:digest, 'hex')`, { digest: this.names.ofUser(username) })
      .getOne();
    return user ? showUser(user, this.cipher) : undefined;
  }
}
