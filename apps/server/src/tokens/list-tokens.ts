import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Sealed } from '@tokenledger/domain';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { pageOf } from '../http/shown.js';
import { Cipher } from '../keys/cipher.js';
import { ShownToken, type TokenState } from './shown-token.js';
import { TokenEntity } from './token.entity.js';

export const TokenPage = pageOf('TokenPage', ShownToken);
export type TokenPage = z.output<typeof TokenPage>;

/** Newest first. The cursor is the position of the last item's issue: later issues do not shift the pages. */
export class ListTokens extends Query<TokenPage> {
  constructor(
    readonly filter: {
      readonly state: TokenState | 'all';
      readonly owner: string | undefined;
      readonly limit: number;
      readonly cursor: bigint | undefined;
    },
  ) {
    super();
  }
}

@QueryHandler(ListTokens)
export class ListTokensHandler implements IQueryHandler<ListTokens> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly cipher: Cipher,
  ) {}

  async execute({ filter }: ListTokens): Promise<TokenPage> {
    const { rows, position, now } = await this.read(filter);
    const page = rows.slice(0, filter.limit);
    const next = rows.length > filter.limit ? page.at(-1)!.issuedPosition : null;
    return { items: await Promise.all(page.map((row) => this.item(row, now))), next, position };
  }

  /** Rows and position of one snapshot. */
  private read(filter: ListTokens['filter']) {
    return this.dataSource.transaction('REPEATABLE READ', async (db) => {
      const [{ position, clock }] = await db.query<[{ position: string; clock: string }]>(
        `select size - 1 as position, ${CLOCK_SQL} as clock from log.head`,
      );
      const now = fromMicroseconds(BigInt(clock));
      const tokens = db
        .createQueryBuilder(TokenEntity, 't')
        .orderBy('t.issuedPosition', 'DESC')
        .take(filter.limit + 1);
      if (filter.owner !== undefined) tokens.andWhere('t.owner = :owner', { owner: filter.owner });
      if (filter.cursor !== undefined) tokens.andWhere('t.issuedPosition < :cursor', { cursor: String(filter.cursor) });
      return { rows: await inState(tokens, filter.state, now).getMany(), position, now };
    });
  }

  private async item(row: TokenEntity, now: string): Promise<ShownToken> {
    const { id, owner, kind, format, scopes, audience, issuedAt, issuedBy, expiresAt, endedAt, cause } = row;
    const open = async (sealed: Sealed | null | undefined) =>
      sealed ? ((await this.cipher.open(sealed, { type: 'token', id })) ?? '[erased]') : null;
    const field = (name: string) => open(row.personal.find((sealed) => sealed.field === name));
    return {
      id,
      owner,
      kind,
      format,
      state: stateOf(row, now),
      name: await field('name'),
      description: await field('description'),
      scopes,
      audience,
      issuedAt,
      issuedBy,
      expiresAt,
      endedAt,
      cause,
      reason: await open(row.endReason),
      position: row.issuedPosition,
    };
  }
}

/** A token whose time is over counts as expired, whether it has been swept or not. */
function stateOf({ status, expiresAt }: TokenEntity, now: string): TokenState {
  if (status !== 'live') return status;
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

function inState(tokens: SelectQueryBuilder<TokenEntity>, state: TokenState | 'all', now: string) {
  if (state === 'all') return tokens;
  if (state === 'revoked') return tokens.andWhere(`t.status = 'revoked'`);
  if (state === 'active')
    return tokens.andWhere(`t.status = 'live' and (t.expiresAt is null or t.expiresAt > :now)`, { now });
  return tokens.andWhere(`(t.status = 'expired' or (t.status = 'live' and t.expiresAt <= :now))`, { now });
}
