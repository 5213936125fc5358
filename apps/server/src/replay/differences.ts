import type { ClientBase } from 'pg';
import { type ReadModel, SHADOW } from './read-model.js';

/** A row that is not what the log says. */
export interface Difference {
  readonly key: string;
  /** Null where the log knows of no such row. */
  readonly log: Row | null;
  /** Null where there is no such row. */
  readonly live: Row | null;
}

type Row = Readonly<Record<string, unknown>>;

/** Of one read model. */
export interface Compared {
  readonly model: string;
  readonly rows: number;
  /** How many rows are not what the log says. */
  readonly different: number;
  /** The first of them. */
  readonly differences: readonly Difference[];
}

const SHOWN = 100;

/** Row by row, and column by column. What the live table has is read as of the transaction that this is asked in. */
export async function compare(db: ClientBase, { schema, table, key, within }: ReadModel): Promise<Compared> {
  const { rows } = await db.query<Found>(`
    with live as (select * from ${schema}.${table}),
         log as not materialized (select * from ${SHADOW}.${table} ${within ? `where ${within}` : ''}),
         different as materialized (
           select coalesce(log.${key}, live.${key})::text as key, to_jsonb(log) as log, to_jsonb(live) as live
           from live full join log using (${key}) where row(live.*) is distinct from row(log.*))
    select (select count(*)::int from log) as rows, (select count(*)::int from different) as different,
           (select coalesce(json_agg(d), '[]') from (select * from different order by key limit ${SHOWN}) d) as differences`);
  return { model: `${schema}.${table}`, ...rows[0]! };
}

type Found = Omit<Compared, 'model'>;

/** The names of the columns that are not the same. */
export function columnsOf({ log, live }: Difference): readonly string[] {
  if (!log || !live) return [];
  return Object.keys(log).filter((column) => JSON.stringify(log[column]) !== JSON.stringify(live[column]));
}
