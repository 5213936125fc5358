import type { ClientBase } from 'pg';
import type { IdempotencyKey } from './append.js';
import { arrayOf } from './array-of.js';
import { insertion } from './rows.js';

/** Where the events of an earlier append stand. */
export interface Remembered {
  readonly body: Buffer;
  readonly first: bigint;
  readonly count: number;
}

interface Row {
  key: Buffer;
  body: Buffer;
  first: string;
  count: number;
}

/** The appends of the last 24 hours with one of these keys, by the key in hex. */
export async function recall(db: ClientBase, keys: readonly Buffer[]): Promise<Map<string, Remembered>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<Row>({
    name: 'recall',
    text: `select key, body, first, count from log.idempotency
           where key = any($1::bytea[]) and created_at > now() - interval '24 hours'`,
    values: [arrayOf.bytea(keys)],
  });
  return new Map(
    rows.map(({ key, body, first, count }) => [key.toString('hex'), { body, first: BigInt(first), count }]),
  );
}

/** In the transaction of the events themselves: no key without its events, no events without their key. */
export const remember = insertion<IdempotencyKey & Remembered>(
  'remember',
  'log.idempotency',
  {
    key: ['bytea', ({ key }) => key],
    body: ['bytea', ({ body }) => body],
    first: ['int8', ({ first }) => first],
    count: ['int4', ({ count }) => count],
  },
  `on conflict (key) do update
   set body = excluded.body, first = excluded.first, count = excluded.count, created_at = now()`,
);

export const forgetOld = (db: Pick<ClientBase, 'query'>): Promise<unknown> =>
  db.query(`delete from log.idempotency where created_at < now() - interval '24 hours'`);
