import { Inject, Injectable } from '@nestjs/common';
import type { Sealed } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { POOL } from '../platform/pool.js';

export interface TokenUse {
  readonly uses: number;
  readonly usedAt: string | null;
  readonly ip: Sealed | null;
  readonly userAgent: Sealed | null;
  readonly refusedUses: number;
  readonly refusedAt: string | null;
}

/** When tokens were used. It is seconds old, and no part of what the log proves. */
@Injectable()
export class TokenUses {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Token → its last use; a token that was never used is not in it. */
  async lastOf(tokens: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ token: string; usedAt: string }>({
      name: 'last-uses',
      text: 'select token, used_at as "usedAt" from aside.token_use where token = any($1::uuid[])',
      values: [tokens],
    });
    return new Map(rows.map(({ token, usedAt }) => [token, usedAt]));
  }

  async of(token: string): Promise<TokenUse> {
    const { rows } = await this.pool.query<TokenUse>({
      name: 'use-of-token',
      text: `select coalesce(u.uses, 0)::float8 as uses, u.used_at as "usedAt", u.ip, u.user_agent as "userAgent",
               coalesce(r.uses, 0)::float8 as "refusedUses", r.refused_at as "refusedAt"
             from (select sum(uses) as uses, max(refused_at::text) as refused_at
                   from aside.refused_use where token = $1) r
             left join aside.token_use u on u.token = $1`,
      values: [token],
    });
    return rows[0]!;
  }
}
