import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Role } from '@tokenledger/domain';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { pageOf } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { folded } from '../keys/names.js';
import { ERASED, showUser } from './show-user.js';
import { ShownUser } from './shown-user.js';
import { UserEntity } from './user.entity.js';

/** `existing`: active or disabled. */
export const Status = z.enum(['existing', 'active', 'disabled', 'deleted', 'all']);

export const UserPage = pageOf('UserPage', ShownUser);
export type UserPage = z.output<typeof UserPage>;

interface Filter {
  readonly q?: string | undefined;
  readonly status: z.output<typeof Status>;
  readonly kind?: UserEntity['kind'] | undefined;
  readonly role?: Role | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. The cursor is the id of the last account looked at: ids grow, so later ones do not shift the pages. */
export class ListUsers extends Query<UserPage> {
  constructor(readonly filter: Filter) {
    super();
  }
}

/** Names are encrypted: to find one, so many accounts are opened for a page, and so many at a time. */
const MOST_SEARCHED = 1000;
const AT_ONCE = 200;

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly cipher: Cipher,
  ) {}

  async execute({ filter }: ListUsers): Promise<UserPage> {
    const most = filter.q === undefined ? filter.limit : MOST_SEARCHED;
    const { rows, position } = await this.read(filter, most + 1);
    const { items, last } = await this.found(rows.slice(0, most), filter);
    return { items, next: last === rows.at(-1)?.id ? null : (last ?? null), position };
  }

  /** Rows and position of one snapshot. */
  private read(filter: Filter, most: number) {
    return this.dataSource.transaction('REPEATABLE READ', async (db) => {
      const [{ position }] = await db.query<[{ position: string }]>('select size - 1 as position from log.head');
      const users = db.createQueryBuilder(UserEntity, 'u').orderBy('u.id', 'DESC').take(most);
      return { rows: await narrowed(users, filter).getMany(), position };
    });
  }

  private async found(rows: readonly UserEntity[], { q, limit }: Filter) {
    const items: ShownUser[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const chunk = rows.slice(from, from + AT_ONCE);
      await this.cipher.prepare(chunk.map(({ id }) => id));
      for (const row of chunk) {
        const user = await showUser(row, this.cipher);
        if (q === undefined || isCalled(user, folded(q))) items.push(user);
        if (items.length === limit) return { items, last: row.id };
      }
    }
    return { items, last: rows.at(-1)?.id };
  }
}

function narrowed(users: SelectQueryBuilder<UserEntity>, { status, kind, role, cursor }: Filter) {
  if (status === 'existing') users.andWhere(`u.status <> 'deleted'`);
  else if (status !== 'all') users.andWhere('u.status = :status', { status });
  if (kind !== undefined) users.andWhere('u.kind = :kind', { kind });
  if (role !== undefined) users.andWhere(':role = any(u.roles)', { role });
  if (cursor !== undefined) users.andWhere('u.id < :cursor', { cursor });
  return users;
}

const isCalled = ({ username, email }: ShownUser, text: string): boolean =>
  [username, email].some((name) => name !== null && name !== ERASED && folded(name).includes(text));
