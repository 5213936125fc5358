import type { At, DomainEvent, Key, KeyEvent, LogOpened, Recorded, State } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';
import { type Columns, insertion } from '../event-log/rows.js';

type Row = Omit<Key, Moment | 'position'> & {
  readonly [Name in Moment as `${Name}At`]: string | null;
} & { readonly [Name in Moment as `${Name}Position`]: string | null } & { readonly position: string };
const MOMENTS = ['added', 'activated', 'superseded', 'retired', 'destroyed'] as const;
type Moment = (typeof MOMENTS)[number];

const COLUMNS = [
  'id, use, status, jwk, position',
  ...MOMENTS.map((name) => `${name}_at as "${name}At", ${name}_position as "${name}Position"`),
].join(', ');

const momentIn = (row: Row, name: Moment): At | null => {
  const [at, position] = [row[`${name}At`], row[`${name}Position`]];
  return at === null || position === null ? null : { at, position: BigInt(position) };
};

const toKey = (row: Row): Key => ({
  id: row.id,
  use: row.use,
  status: row.status,
  jwk: row.jwk,
  added: momentIn(row, 'added')!,
  activated: momentIn(row, 'activated'),
  superseded: momentIn(row, 'superseded'),
  retired: momentIn(row, 'retired'),
  destroyed: momentIn(row, 'destroyed'),
  position: BigInt(row.position),
});

/** All keys that the log has had, by id. */
export async function storedKeys(db: Pick<ClientBase, 'query'>, schema = 'state'): Promise<Map<string, Key>> {
  const { rows } = await db.query<Row>({ name: 'read-keys', text: `select ${COLUMNS} from ${schema}.keys` });
  return new Map(rows.map((row) => [row.id, toKey(row)]));
}

/** The keys' rows: those of decisions in the schema `state`, or a shadow of them elsewhere. */
export function keysIn(schema: string) {
  const put = insertion<Key>('write-keys', `${schema}.keys`, WRITTEN, OTHERWISE);
  return {
    read: (db: ClientBase) => storedKeys(db, schema),

    write({ keys }: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] {
      if (!events.some(isOfKeys)) return [];
      const since = events[0]!.position;
      return [put([...keys.values()].filter(({ position }) => position >= since))];
    },
  };
}

export const isOfKeys = (event: Recorded<DomainEvent>): event is Recorded<KeyEvent | LogOpened> =>
  event.type === 'LogOpened' || event.stream === 'keys';

const WRITTEN: Columns<Key> = {
  id: ['text', ({ id }) => id],
  use: ['text', ({ use }) => use],
  status: ['text', ({ status }) => status],
  jwk: ['jsonb', ({ jwk }) => jwk],
  added_at: ['text', ({ added }) => added.at],
  added_position: ['int8', ({ added }) => added.position],
  activated_at: ['text', ({ activated }) => activated?.at ?? null],
  activated_position: ['int8', ({ activated }) => activated?.position ?? null],
  superseded_at: ['text', ({ superseded }) => superseded?.at ?? null],
  superseded_position: ['int8', ({ superseded }) => superseded?.position ?? null],
  retired_at: ['text', ({ retired }) => retired?.at ?? null],
  retired_position: ['int8', ({ retired }) => retired?.position ?? null],
  destroyed_at: ['text', ({ destroyed }) => destroyed?.at ?? null],
  destroyed_position: ['int8', ({ destroyed }) => destroyed?.position ?? null],
  position: ['int8', ({ position }) => position],
};

const OTHERWISE = `on conflict (id) do update set ${Object.keys(WRITTEN)
  .filter((column) => column !== 'id')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`;
