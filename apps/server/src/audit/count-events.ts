import type { EventType } from '@tokenledger/domain';
import type { Pool } from 'pg';

/**
 * How many events of each of these types there are behind `after`, up to `last`. Each type is counted along its own index:
 * counted together, half a million of them may be sorted first.
 */
export async function countEvents<Type extends EventType>(
  pool: Pick<Pool, 'query'>,
  types: readonly Type[],
  after: bigint,
  last: bigint,
): Promise<Record<Type, number>> {
  const { rows } = await pool.query<{ type: Type; count: number }>({
    name: 'count-events',
    text: `select wanted.type, (select count(*)::int from views.trail found where found.type = wanted.type
             and found.position > $2 and found.position <= $3) as count from unnest($1::text[]) as wanted (type)`,
    values: [types, String(after), String(last)],
  });
  return Object.fromEntries(rows.map(({ type, count }) => [type, count])) as Record<Type, number>;
}
