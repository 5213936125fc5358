import { type DomainEvent, isOfProject, type Reads, type Recorded, type State, type User } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import { replacement } from '../event-log/replacement.js';
import { change, type Columns, insertion } from '../event-log/rows.js';

/** Columns as the domain names them. Positions are bigint in SQL and come as text. */
const USER_COLUMNS = `id, kind, status, roles, encode(name_digest, 'hex') as "nameDigest", personal,
  password_digest as "passwordDigest", live_tokens as "liveTokens", registered_at as "registeredAt",
  deleted_at as "deletedAt", held_at as "heldAt", erased_at as "erasedAt", position`;

type Wanted = Required<Pick<Reads, 'users' | 'userNames' | 'administrators'>>;
type UserRow = Omit<User, 'position'> & { readonly position: string };
const toUser = (row: UserRow): User => ({ ...row, position: BigInt(row.position) });

/** The users' rows: those of decisions in the schema `state`, or a shadow of them elsewhere. */
export function usersIn(schema: string) {
  const users = `${schema}.users`;
  const insert = insertion<User>('insert-users', users, ALL);
  const update = change('update-users', users, CHANGING);
  const replace = replacement('delete-users', users, ALL);
  // Three questions, each by its index: with OR between them the planner may read the whole table. What is not asked is
  // not looked for: a shadow has no index but that of its key.
  const text = `select ${USER_COLUMNS} from ${users} where id = any($1::uuid[])
    union all
    select ${USER_COLUMNS} from ${users} where $2::bytea[] <> '{}' and name_digest = any($2::bytea[])
    union all
    select ${USER_COLUMNS} from ${users} where $3 and status <> 'deleted' and 'admin' = any(roles)`;
  return {
    /** Loads into `state` the users that decisions need, and the claims on their names. */
    async read(db: ClientBase, state: State, wanted: Wanted): Promise<void> {
      const values = [arrayOf.uuid(wanted.users), arrayOf.hex(wanted.userNames), wanted.administrators];
      const { rows } = await db.query<UserRow>({ name: 'read-users', text, values });
      for (const user of rows.map(toUser)) {
        state.users.set(user.id, user);
        if (user.nameDigest) state.userNames.set(user.nameDigest, user.id);
      }
    },

    /** Stores the users that `events` changed, as `state` has them now. */
    write(state: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] {
      const { added, changed } = touchedBy(state, events);
      // Changes first: a deletion frees the name that a registration of the same batch takes.
      return [...(changed.length > 0 ? [update(changed)] : []), ...(added.length > 0 ? [insert(added)] : [])];
    },

    /** Of a shadow: sends all users that `state` has, in the place of those that were read into it. */
    replace: (db: ClientBase, state: State, read: readonly string[]) => replace(db, read, [...state.users.values()]),
  };
}

function touchedBy(state: State, events: readonly Recorded<DomainEvent>[]) {
  const touched = new Set(events.flatMap(userOf));
  const added = new Set(events.flatMap((event) => (event.type === 'UserRegistered' ? event.data.userId : [])));
  const users = (ids: Iterable<string>) => [...ids].map((id) => state.users.get(id)!);
  return { added: users(added), changed: users([...touched].filter((id) => !added.has(id))) };
}

const userOf = (event: DomainEvent): readonly string[] => {
  if ('owner' in event.data) return isOfProject(event) ? [] : [event.data.owner];
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
  held_at: ['text', ({ heldAt }) => heldAt],
  erased_at: ['text', ({ erasedAt }) => erasedAt],
  position: ['int8', ({ position }) => position],
};

const ALL: Columns<User> = {
  ...CHANGING,
  kind: ['text', ({ kind }) => kind],
  registered_at: ['text', ({ registeredAt }) => registeredAt],
};
