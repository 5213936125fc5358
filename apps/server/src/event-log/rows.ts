import type { QueryConfig } from 'pg';
import { arrayOf } from './array-of.js';

/** What a column takes, and how the parameter that brings it is written. */
export interface Values {
  bytea: Buffer;
  /** Bytes that are known by their hex digits. */
  hex: string;
  int2: number;
  int4: number;
  int8: bigint;
  jsonb: unknown;
  text: string;
  texts: readonly string[];
  uuid: string;
}

const PARAMETERS: { readonly [Kind in keyof Values]: string } = {
  bytea: 'bytea',
  hex: 'bytea',
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  jsonb: 'jsonb',
  text: 'text',
  texts: 'jsonb', // an array of arrays would have to be rectangular
  uuid: 'uuid',
};

export type Column<Row> = {
  readonly [Kind in keyof Values]: readonly [Kind, (row: Row) => Values[Kind] | null];
}[keyof Values];

/** A table's columns, each with where its value stands in a row as the code has it. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** Stores any number of rows, in one statement whose text stays the same. */
export type Statement<Row> = (rows: readonly Row[]) => QueryConfig;

/** `otherwise`: what happens to a row that is there already; without it, it is an error. */
export function insertion<Row>(name: string, table: string, columns: Columns<Row>, otherwise = ''): Statement<Row> {
  const text = `insert into ${table} (${Object.keys(columns).join(', ')})
    select ${Object.entries(columns).map(valueOf).join(', ')} from ${unnested(columns)} ${otherwise}`;
  return (rows) => ({ name, text, values: parameters(columns, rows) });
}

/** Rows are told by their `id`; those that are not there are not made. */
export function change<Row>(name: string, table: string, columns: Columns<Row>): Statement<Row> {
  const set = Object.entries(columns).flatMap(([column, kind]) =>
    column === 'id' ? [] : `${column} = ${valueOf([column, kind])}`,
  );
  const text = `update ${table} t set ${set.join(', ')} from ${unnested(columns)} where t.id = r.id`;
  return (rows) => ({ name, text, values: parameters(columns, rows) });
}

function unnested<Row>(columns: Columns<Row>): string {
  const parameter = ([kind]: Column<Row>, i: number): string => `$${i + 1}::${PARAMETERS[kind]}[]`;
  return `unnest(${Object.values(columns).map(parameter).join(', ')}) as r (${Object.keys(columns).join(', ')})`;
}

const valueOf = <Row>([column, [kind]]: [string, Column<Row>]): string =>
  kind === 'texts'
    ? `case when r.${column} is not null then array(select jsonb_array_elements_text(r.${column})) end`
    : `r.${column}`;

const parameters = <Row>(columns: Columns<Row>, rows: readonly Row[]): Buffer[] =>
  Object.values(columns).map(([kind, of]) => {
    const write = arrayOf[kind] as (values: readonly unknown[]) => Buffer;
    return write(rows.map(of));
  });
