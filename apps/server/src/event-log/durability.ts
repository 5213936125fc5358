import type { ClientBase } from 'pg';

/** With one of these off, PostgreSQL acknowledges commits that a crash takes back. */
const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'];

export class UnsafeDatabase extends Error {}

/** @throws UnsafeDatabase naming the setting that would lose acknowledged events. */
export async function refuseUnsafe(db: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `select name from pg_settings where name = any($1) and setting = 'off'`,
    [NEEDED],
  );
  if (rows[0]) throw new UnsafeDatabase(`${rows[0].name} is off: a crash would lose acknowledged events; turn it on`);
}
