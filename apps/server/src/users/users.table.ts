import type { DomainEvent, Reads, Recorded, State, User } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import { change, type Columns, insertion } from '../event-log/rows.js';

/** Columns as the domain names them. Positions are bigint in SQL and come as text. */
const USER_COLUMNS = `id, kind, status, roles, encode(name_digest, 'hex') as "nameDigest", personal,
  password_digest as "passwordDigest", live_tokens as "liveTokens", registered_at as "registeredAt",
  deleted_at as "deletedAt", position`;

type UserRow = Omit<User, 'position'> & { readonly position: string };
const toUser = (row: UserRow): User => ({ ...row, position: BigInt(row.position) });

/** Loads into `state` the users that decisions need, and the claims on their names. */
export async function readUsers(
  db: ClientBase,
  state: State,
  wanted: Required<Pick<Reads, 'users' | 'userNames' | 'administrators'>>,
) {
  const { rows } = await db.query<UserRow>({
    name: 'read-users',
    // Three questions, each by its index: with OR between them the planner may read the whole table.
    text: `select ${USER_COLUMNS} from state.users where id = any($1::uuid[])
           union all
           select ${USER_COLUMNS} from state.users where name_digest = any($2::bytea[])
           union all
           select ${USER_COLUMNS} from state.users where $3 and status <> 'deleted' and 'admin' = any(roles)`,
    values: [arrayOf.uuid(wanted.users), arrayOf.hex(wanted.userNames), wanted.administrators],
  });
  for (const user of rows.map(toUser)) {
    state.users.set(user.id, user);
    if (user.nameDigest) state.userNames.set(user.nameDigest, user.id);
  }
}

/** Stores the users that `events` changed, as `state` has them now. */
export function writeUsers(state: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] {
  const touched = new Set(events.flatMap(userOf));
  const added = new Set(events.flatMap((event) => (event.type === 'UserRegistered' ? event.data.userId : [])));
  const users = (ids: Set<string>) => [...ids].map((id) => state.users.get(id)!);
  const changed = new Set([...touched].filter((id) => !added.has(id)));
  // Changes first: a deletion frees the name that a registration of the same batch takes.
  return [...(changed.size > 0 ? [update(users(changed))] : []), ...(added.size > 0 ? [insert(users(added))] : [])];
}

const userOf = (event: DomainEvent): readonly string[] => {
  if ('owner' in event.data) return [event.data.owner];
  return 'userId' in event.data && event.type !== 'TrailRead' ? [event.data.userId] : [];
};

/** What becomes of an account after its registration. */
const CHANGING: Columns<User> = {
  id: ['uuid', ({ id }) => id],
  status: ['text', ({ status }) => status],
  roles: ['texts', ({ roles }) => roles],
  name_digest: ['hex', ({ nameDigest }) => nameDigest],
  personal: ['jsonb', ({ personal }) => personal],
  password_digest: ['jsonb', ({ passwordDigest }) => passwordDigest],
  live_tokens: ['int4', ({ liveTokens }) => liveTokens],
  deleted_at: ['text', ({ deletedAt }) => deletedAt],
  position: ['int8', ({ position }) => position],
};
const update = change('update-users', 'state.users', CHANGING);

const insert = insertion<User>('insert-users', 'state.users', {
  ...CHANGING,
  kind: ['text', ({ kind }) => kind],
  registered_at: ['text', ({ registeredAt }) => registeredAt],
});
