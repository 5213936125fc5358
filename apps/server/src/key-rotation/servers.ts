import type { Pool } from 'pg';

/** A server that runs, and the keys that it holds. */
export interface LiveServer {
  readonly id: string;
  readonly seenAt: Date;
  readonly keys: readonly string[];
}

type Db = Pick<Pool, 'query'>;

/** A server that has been silent for longer is not waited for: when it comes back, it looks before it does anything. */
const LIVE = `seen_at > now() - interval '15 seconds'`;
const FORGOTTEN = `seen_at < now() - interval '1 hour'`;

/** By the database's clock: those of servers differ. */
export const announce = (db: Db, id: string, keys: readonly string[]): Promise<unknown> =>
  db.query({
    name: 'announce-server',
    text: `with gone as (delete from aside.servers where ${FORGOTTEN})
           insert into aside.servers (id, seen_at, keys) values ($1, now(), $2)
           on conflict (id) do update set seen_at = excluded.seen_at, keys = excluded.keys`,
    values: [id, keys],
  });

export const leave = (db: Db, id: string): Promise<unknown> =>
  db.query('delete from aside.servers where id = $1', [id]);

export async function liveServers(db: Db): Promise<readonly LiveServer[]> {
  const text = `select id, seen_at as "seenAt", keys from aside.servers where ${LIVE} order by id`;
  return (await db.query<LiveServer>({ name: 'live-servers', text })).rows;
}
