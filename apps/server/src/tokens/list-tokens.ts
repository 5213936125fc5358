import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { pageOf } from '../http/shown.js';
import { SearchTokens } from './search-tokens.js';
import { ShowTokens } from './show-tokens.js';
import { ShownToken, type TokenState } from './shown-token.js';
import { TokenEntity } from './token.entity.js';

export const TokenPage = pageOf('TokenPage', ShownToken);
export type TokenPage = z.output<typeof TokenPage>;

export interface TokenFilter {
  readonly state: TokenState | 'all';
  readonly owner?: string | undefined;
  /** `proj:<project>:<role>`. */
  readonly role?: string | undefined;
  readonly issuedBy?: string | undefined;
  /** Part of a name, a description or the owner's user name. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: bigint | undefined;
}

/**
 * Newest first. The cursor is the position of the issue of the last token looked at: later issues do not shift the
 * pages. A search looks at so many tokens and no more, so its page may hold fewer than it could while there is a next.
 */
export class ListTokens extends Query<TokenPage> {
  constructor(readonly filter: TokenFilter) {
    super();
  }
}

/** What a search may cost. */
const MOST_LOOKED_AT = 2000;

@QueryHandler(ListTokens)
export class ListTokensHandler implements IQueryHandler<ListTokens> {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly searching: SearchTokens,
    private readonly showing: ShowTokens,
  ) {}

  async execute({ filter }: ListTokens): Promise<TokenPage> {
    const { q, limit } = filter;
    const most = q === undefined ? limit : MOST_LOOKED_AT;
    const { rows, position, now } = await this.read(filter, most + 1);
    const page = rows.slice(0, most);
    const { found, lookedAt } =
      q === undefined ? { found: page, lookedAt: page.length } : await this.searching.among(page, q, limit);
    const next = lookedAt < rows.length ? rows[lookedAt - 1]!.issuedPosition : null;
    return { items: await this.showing.show(found, now), next, position };
  }

  /** Rows and position of one snapshot. */
  private read(filter: TokenFilter, most: number) {
    return this.dataSource.transaction('REPEATABLE READ', async (db) => {
      const [{ position, clock }] = await db.query<[{ position: string; clock: string }]>(
        `select size - 1 as position, ${CLOCK_SQL} as clock from log.head`,
      );
      const now = fromMicroseconds(BigInt(clock));
      return { rows: await matching(db, filter, now).take(most).getMany(), position, now };
    });
  }
}

function matching(db: EntityManager, { state, owner, role, issuedBy, cursor }: TokenFilter, now: string) {
  const tokens = db.createQueryBuilder(TokenEntity, 't').orderBy('t.issuedPosition', 'DESC');
  if (state !== 'all') tokens.andWhere(IN_STATE[state], { now });
  if (owner !== undefined) tokens.andWhere('t.owner = :owner', { owner });
  if (role !== undefined) tokens.andWhere('t.role = :role', { role });
  if (issuedBy !== undefined) tokens.andWhere('t.issuedBy = :issuedBy', { issuedBy });
  if (cursor !== undefined) tokens.andWhere('t.issuedPosition < :cursor', { cursor: String(cursor) });
  return tokens;
}

const IN_STATE: Readonly<Record<TokenState, string>> = {
  active: `t.status = 'live' and (t.expiresAt is null or t.expiresAt > :now)`,
  revoked: `t.status = 'revoked'`,
  expired: `(t.status = 'expired' or (t.status = 'live' and t.expiresAt <= :now))`,
};
