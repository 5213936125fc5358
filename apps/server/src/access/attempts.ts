import type { Pool } from 'pg';
import type { Names } from '../keys/names.js';

export interface Limit {
  /** So many attempts are let through, in so many seconds; the last of them starts the time anew. */
  readonly most: number;
  readonly seconds: number;
}

export interface Counted {
  /** In the time that is running. */
  readonly count: number;
  /** Whole seconds until the time is over. */
  readonly retryAfter: number;
}

/** Counts what may not be tried without end, for all servers of the log together. It knows only keyed digests. */
export class Attempts {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly names: Names,
  ) {}

  /** Counts before anything is tried: whoever asks many times at once is counted as often. */
  async count(what: readonly string[], { most, seconds }: Limit): Promise<Counted> {
    const { rows } = await this.pool.query<Counted>({
      name: 'count-attempt',
      text: `insert into aside.attempts as a (key, count, ends_at)
             values (decode($1, 'hex'), 1, now() + make_interval(secs => $3))
             on conflict (key) do update set
               count = case when a.ends_at <= now() then 1 else a.count + 1 end,
               ends_at = case when a.ends_at <= now() or a.count + 1 = $2 then excluded.ends_at else a.ends_at end
             returning count, ceil(extract(epoch from ends_at - now()))::int as "retryAfter"`,
      values: [this.names.ofAttempt(what), most, seconds],
    });
    return rows[0]!;
  }

  /** How many there have been in the time that is running. */
  async counted(what: readonly string[]): Promise<Counted> {
    const { rows } = await this.pool.query<Counted>({
      name: 'counted-attempts',
      text: `select count, ceil(extract(epoch from ends_at - now()))::int as "retryAfter" from aside.attempts
             where key = decode($1, 'hex') and ends_at > now()`,
      values: [this.names.ofAttempt(what)],
    });
    return rows[0] ?? { count: 0, retryAfter: 0 };
  }

  async forget(what: readonly string[]): Promise<void> {
    await this.pool.query({
      name: 'forget-attempts',
      text: `delete from aside.attempts where key = decode($1, 'hex')`,
      values: [this.names.ofAttempt(what)],
    });
  }

  /** It was not what is counted after all. */
  async takeBack(what: readonly string[]): Promise<void> {
    await this.pool.query({
      name: 'take-back-attempt',
      text: `update aside.attempts set count = count - 1 where key = decode($1, 'hex') and count > 0`,
      values: [this.names.ofAttempt(what)],
    });
  }
}

/** Those whose time is over count no more. */
export const forgetOldAttempts = (pool: Pick<Pool, 'query'>): Promise<unknown> =>
  pool.query('delete from aside.attempts where ends_at <= now()');
