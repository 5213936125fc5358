import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import pg from 'pg';
import { arrayOf } from '../../apps/server/src/event-log/array-of.js';
import { copying } from '../../apps/server/src/event-log/copy-rows.js';
import { change, type Columns, insertion } from '../../apps/server/src/event-log/rows.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let db: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  db = new pg.Client({ connectionString: database.url, pipeline: true });
  await db.connect();
  await db.query(`create table kinds (id uuid primary key, bytes bytea, digits bytea, small int2, middle int4, large int8,
    document jsonb, words text, list text[])`);
});

afterAll(async () => {
  await db?.end();
  await database?.drop();
});

interface Row {
  readonly id: string;
  readonly bytes: Buffer | null;
  readonly digits: string | null;
  readonly small: number | null;
  readonly middle: number | null;
  readonly large: bigint | null;
  readonly document: unknown;
  readonly words: string | null;
  readonly list: readonly string[] | null;
}

const COLUMNS: Columns<Row> = {
  id: ['uuid', ({ id }) => id],
  bytes: ['bytea', ({ bytes }) => bytes],
  digits: ['hex', ({ digits }) => digits],
  small: ['int2', ({ small }) => small],
  middle: ['int4', ({ middle }) => middle],
  large: ['int8', ({ large }) => large],
  document: ['jsonb', ({ document }) => document],
  words: ['text', ({ words }) => words],
  list: ['texts', ({ list }) => list],
};
const insert = insertion('insert-kinds', 'kinds', COLUMNS);
const update = change('update-kinds', 'kinds', COLUMNS);
const copy = copying('kinds', COLUMNS);

/** PostgreSQL keeps no U+0000, and the log takes none. */
const words = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const bytes = fc.uint8Array().map((array) => Buffer.from(array));
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const between = (bits: number) => ({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.uuid(),
  bytes: orNull(bytes),
  digits: orNull(bytes.map((some) => some.toString('hex'))),
  small: orNull(fc.integer(between(16))),
  middle: orNull(fc.integer(between(32))),
  large: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  document: orNull(fc.dictionary(words, words)),
  words: orNull(words),
  list: orNull(fc.array(words, { maxLength: 3 })),
});
const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 6 });

const stored = async (): Promise<Row[]> => {
  const { rows: found } = await db.query(`select *, encode(digits, 'hex') as digits from kinds order by id`);
  return found.map((one) => ({ ...one, large: one.large === null ? null : BigInt(one.large) }));
};
const byId = (some: readonly Row[]): Row[] => some.toSorted((a, b) => (a.id < b.id ? -1 : 1));

it('whatever rows are stored, and then changed, are there as they were given', async () => {
  const property = fc.asyncProperty(rows, fc.infiniteStream(row), async (given, others) => {
    await db.query('truncate kinds');
    await db.query(insert(given));
    expect(await stored()).toEqual(byId(given));
    const changed = given.map(({ id }) => ({ ...others.next().value, id }));
    await db.query(update(changed));
    expect(await stored()).toEqual(byId(changed));
  });
  await fc.assert(property, { numRuns: 200 });
});

it('whatever rows are copied are there as they were given', async () => {
  const property = fc.asyncProperty(rows, async (given) => {
    await db.query('truncate kinds');
    await copy(db, given);
    expect(await stored()).toEqual(byId(given));
  });
  await fc.assert(property, { numRuns: 200 });
});

it('a copy that is refused is passed over, and what was sent behind it is answered', async () => {
  await db.query('truncate kinds');
  const [first, second] = fc.sample(
    rows.filter(({ length }) => length > 1),
    1,
  )[0]!;
  await copy(db, [first!]);
  const refused = [copy(db, [second!, first!]), copying('nowhere', COLUMNS)(db, [first!])].map((one) =>
    one.catch(({ code }: { code: string }) => code),
  );
  const behind = copy(db, [second!]);
  expect(await Promise.all(refused)).toEqual(['23505', '42P01']);
  await behind;
  expect(await stored()).toEqual(byId([first!, second!]));
});

it('a row that is there is an error, unless something else is said', async () => {
  await db.query('truncate kinds');
  const [first] = fc.sample(row, 1);
  await db.query(insert([first!]));
  await expect(db.query(insert([first!]))).rejects.toMatchObject({ code: '23505' });
  const calmly = insertion('insert-kinds-calmly', 'kinds', COLUMNS, 'on conflict (id) do nothing');
  expect((await db.query(calmly([first!]))).rowCount).toBe(0);
});

it('a change of what is not there makes nothing', async () => {
  await db.query('truncate kinds');
  await db.query(update(fc.sample(row, 3)));
  expect(await stored()).toEqual([]);
});

it.each(['', 'no id', 'x'.repeat(32), `${randomUUID()}0`, randomUUID().slice(1)])('%j is no id', (id) => {
  expect(() => arrayOf.uuid([id])).toThrow(TypeError);
});

it.each(['f', 'fg', '0x', 'ff ff'])('%j is no bytes', (digits) => {
  expect(() => arrayOf.hex([digits])).toThrow(TypeError);
});
