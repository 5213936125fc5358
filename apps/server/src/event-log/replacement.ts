import type { ClientBase } from 'pg';
import { arrayOf } from './array-of.js';
import { copying } from './copy-rows.js';
import type { Columns } from './rows.js';

/** Rows in the place of those that have these ids. Nothing is sent for nothing. */
export type Replacement<Row> = (
  db: ClientBase,
  ids: readonly string[],
  rows: readonly Row[],
) => readonly Promise<unknown>[];

export function replacement<Row>(name: string, table: string, columns: Columns<Row>): Replacement<Row> {
  const text = `delete from ${table} where id = any($1::uuid[])`;
  const copy = copying(table, columns);
  return (db, ids, rows) => [
    ...(ids.length > 0 ? [db.query({ name, text, values: [arrayOf.uuid(ids)] })] : []),
    ...(rows.length > 0 ? [copy(db, rows)] : []),
  ];
}
