import pg, { type ClientBase } from 'pg';
import type { Column, Columns, Values } from './rows.js';

/** Stores any number of rows, all of them or none. */
export type Copy<Row> = (db: ClientBase, rows: readonly Row[]) => Promise<void>;

/**
 * Rows by COPY: for both sides cheaper than an insertion, and by a statement that has to be read anew each time. For
 * tables that are filled, not for those of an append.
 */
export function copying<Row>(table: string, columns: Columns<Row>): Copy<Row> {
  const text = `copy ${table} (${Object.keys(columns).join(', ')}) from stdin`;
  const line = lineOf(Object.values(columns));
  return (db, rows) =>
    new Promise((resolve, reject) => {
      const lines = Buffer.from(rows.map(line).join(''));
      db.query(new CopyIn(text, lines, (error) => (error ? reject(error) : resolve())));
    });
}

interface Connection {
  query(text: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Sent without waiting for the database to be ready for it: where it refuses, it passes over the rows (the protocol's
 * chapter on COPY). So it takes its turn among pipelined statements.
 */
class CopyIn extends pg.Query {
  constructor(
    text: string,
    private readonly lines: Buffer,
    done: (error: Error | undefined) => void,
  ) {
    super(text, done);
  }

  override submit = (connection: unknown): void => {
    const { text } = this as unknown as { readonly text: string };
    const to = connection as Connection;
    to.query(text);
    to.sendCopyFromChunk(this.lines);
    to.endCopyFrom();
  };

  /** All has been sent already. */
  handleCopyInResponse(): void {}
}

/** How a value stands in COPY's text format: backslashes and the ends of fields and lines are marked by a backslash. */
const SPECIAL = /[\\\n\r\t]/;
const MARKS: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const marked = (text: string): string =>
  SPECIAL.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (one) => MARKS[one]!) : text;

/** Made once: a row may have a dozen, and to make them again took longer than the rest of it. */
const NULL = String.raw`\N`;
const hex = (digits: string): string => `\\\\x${digits}`;
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

const TEXTS: { readonly [Kind in keyof Values]: (value: Values[Kind]) => string } = {
  bytea: (bytes) => hex(bytes.toString('hex')),
  hex,
  int2: String,
  int4: String,
  int8: String,
  jsonb: (value) => marked(JSON.stringify(value)),
  text: marked,
  texts: (texts) => marked(`{${texts.map(quoted).join(',')}}`),
  uuid: marked,
};

function lineOf<Row>(columns: readonly Column<Row>[]): (row: Row) => string {
  const fields = columns.map(([kind, of]) => {
    const text = TEXTS[kind] as (value: unknown) => string;
    return (row: Row): string => {
      const value = of(row);
      return value === null || value === undefined ? NULL : text(value);
    };
  });
  return (row) => {
    let line = fields[0]!(row);
    for (let i = 1; i < fields.length; i++) line += `\t${fields[i]!(row)}`;
    return `${line}\n`;
  };
}
