import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PLACES_FOR_SESSIONS, refusePolicy, type TokenPolicy } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { Refused } from '../event-log/refused.js';
import { shownId, shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';

const tokens = {
  longerLived: z.int().meta({ description: 'Live access tokens that were issued for longer than the new maximum.' }),
  withoutEnd: z.int().meta({ description: 'Live access tokens without an end, where the policy allows none.' }),
};
const ConcernedOwner = z
  .object({
    owner: shownId,
    ...tokens,
    liveTokens: z.int().meta({ description: 'Sessions included.' }),
    atLimit: z.boolean().meta({ description: 'Whether the owner gets no further access token.' }),
  })
  .meta({ id: 'ConcernedOwner' });

export const Concerned = z
  .object({
    ...tokens,
    atLimit: z.int().meta({ description: 'Owners who get no further access token.' }),
    count: z.int().meta({ description: 'Owners that any of this is about.' }),
    owners: z.array(ConcernedOwner).meta({ description: 'The first 100 of them; those with the most tokens first.' }),
    position: shownPosition.meta({ description: 'The last position of the log that this takes into account.' }),
  })
  .meta({ id: 'Concerned', description: 'Whom a policy concerns. Their tokens keep their lives all the same.' });
export type Concerned = z.output<typeof Concerned>;

export class PreviewPolicy extends Query<Concerned> {
  constructor(readonly wanted: TokenPolicy) {
    super();
  }
}

@QueryHandler(PreviewPolicy)
export class PreviewPolicyHandler implements IQueryHandler<PreviewPolicy> {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async execute({ wanted }: PreviewPolicy): Promise<Concerned> {
    const refusal = refusePolicy(wanted);
    if (refusal) throw new Refused(refusal);
    const { maximumLifetime, unlimitedAllowed, liveTokenLimit } = wanted;
    const { rows } = await this.pool.query<{ clock: string }>(`select ${CLOCK_SQL} as clock`);
    const now = fromMicroseconds(BigInt(rows[0]!.clock));
    const values = [now, maximumLifetime, unlimitedAllowed, liveTokenLimit - PLACES_FOR_SESSIONS];
    return (await this.pool.query<Concerned>({ text: CONCERNED, values })).rows[0]!;
  }
}

/** Of one snapshot. An end is on the whole second: what a lifetime loses by that is less than one. */
const CONCERNED = `
  with token as (
    select owner, count(*) filter (where expires_at is not null)::int as longer,
      count(*) filter (where expires_at is null)::int as endless
    from state.tokens
    where kind = 'access' and status = 'live' and case when expires_at is null then not $3
      else expires_at > $1 and
        extract(epoch from expires_at::timestamptz - issued_at::timestamptz) > $2 end
    group by owner),
  concerned as (
    select u.id, coalesce(longer, 0) as longer, coalesce(endless, 0) as endless, live_tokens, live_tokens >= $4 as at_limit
    from state.users u left join token on owner = u.id
    where owner is not null or (status <> 'deleted' and live_tokens >= $4)),
  first as (select * from concerned order by longer + endless desc, live_tokens desc, id limit 100)
  select coalesce(sum(longer), 0)::int as "longerLived", coalesce(sum(endless), 0)::int as "withoutEnd",
    count(*) filter (where at_limit)::int as "atLimit", count(*)::int as count,
    (select coalesce(jsonb_agg(jsonb_build_object('owner', id, 'longerLived', longer, 'withoutEnd', endless,
       'liveTokens', live_tokens, 'atLimit', at_limit) order by longer + endless desc, live_tokens desc, id), '[]')
     from first) as owners,
    (select size - 1 from log.head) as position
  from concerned`;
