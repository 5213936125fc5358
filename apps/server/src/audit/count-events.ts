import type { EventType } from '@tokenledger/domain';
import type { Pool } from 'pg';

/** How many events of each of these types there are behind `after`, up to `last`. */
export async function countEvents<Type extends EventType>(
  pool: Pick<Pool, 'query'>,
  types: readonly Type[],
  after: bigint,
  last: bigint,
): Promise<Record<Type, number>> {
  const { rows } = await pool.query<{ type: Type; count: number }>({
    name: 'count-events',
    text: `select type, count(*)::int as count from views.trail
           where type = any($1) and position > $2 and position <= $3 group by type`,
    values: [types, String(after), String(last)],
  });
  const counted = new Map(rows.map(({ type, count }) => [type, count]));
  return Object.fromEntries(types.map((type) => [type, counted.get(type) ?? 0])) as Record<Type, number>;
}
