import type { Pool, PoolClient } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import type { KeyRing } from '../keys/key-ring.js';
import { unwrap, wrapUnder, type Wrapped } from '../keys/subject-keys.js';

const AT_ONCE = 500;

/**
 * Wraps the keys of persons under `by` that `previous` wraps. Each batch is a transaction: whoever dies leaves the rest to the
 * next attempt, on any server. One that is destroyed meanwhile stays destroyed.
 */
export async function wrapAnew(pool: Pool, ring: KeyRing, previous: string, by: string): Promise<void> {
  for (let last: string | undefined = NONE; last !== undefined; )
    last = await batch(pool, ring, { previous, by, last });
}

const NONE = '00000000-0000-0000-0000-000000000000';

interface Batch {
  readonly previous: string;
  readonly by: string;
  readonly last: string;
}

/** Answers the last of them; undefined when there was none. What another server is at is left to it. */
async function batch(pool: Pool, ring: KeyRing, { previous, by, last }: Batch): Promise<string | undefined> {
  const db = await pool.connect();
  try {
    await db.query('begin');
    const { rows } = await db.query<Wrapped>({
      name: 'wrapped-before',
      text: BEFORE,
      values: [previous, last, AT_ONCE],
    });
    if (rows.length > 0) await put(db, ring, rows, by);
    await db.query('commit');
    return rows.at(-1)?.kid;
  } catch (error) {
    await db.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    db.release();
  }
}

const BEFORE = `select kid, wrapped, wrapped_by as "wrappedBy" from state.subject_keys
  where kid > $2 and wrapped_by = $1 and wrapped is not null order by kid limit $3 for update skip locked`;

async function put(db: PoolClient, ring: KeyRing, rows: readonly Wrapped[], by: string): Promise<void> {
  const wrapped = rows.map((row) => wrapUnder(ring.held, by, row.kid, unwrap(ring, row)));
  await db.query({
    name: 'wrap-anew',
    text: `update state.subject_keys k set wrapped = r.wrapped, wrapped_by = $3
           from unnest($1::uuid[], $2::bytea[]) as r (kid, wrapped) where k.kid = r.kid`,
    values: [arrayOf.uuid(rows.map(({ kid }) => kid)), arrayOf.bytea(wrapped), by],
  });
}
