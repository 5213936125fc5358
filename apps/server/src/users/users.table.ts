import type { DomainEvent, Reads, Recorded, State, User } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { rowsAsJson } from '../event-log/rows-as-json.js';

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
    text: `select ${USER_COLUMNS} from state.users
           where id = any($1::uuid[])
              or name_digest = any(array(select decode(n, 'hex') from unnest($2::text[]) n))
              or ($3 and status <> 'deleted' and 'admin' = any(roles))`,
    values: [wanted.users, wanted.userNames, wanted.administrators],
  });
  for (const user of rows.map(toUser)) {
    state.users.set(user.id, user);
    if (user.nameDigest) state.userNames.set(user.nameDigest, user.id);
  }
}

const ROW = `(id uuid, kind text, status text, roles text[], "nameDigest" text, personal jsonb, "passwordDigest" jsonb,
  "liveTokens" int, "registeredAt" text, "deletedAt" text, position bigint)`;

/** Stores the users that `events` changed, as `state` has them now. */
export async function writeUsers(db: ClientBase, state: State, events: readonly Recorded<DomainEvent>[]) {
  const touched = new Set(events.flatMap(userOf));
  const added = new Set(events.flatMap((event) => (event.type === 'UserRegistered' ? event.data.userId : [])));
  const rows = (ids: Set<string>) => rowsAsJson([...ids].map((id) => state.users.get(id)));
  const changed = new Set([...touched].filter((id) => !added.has(id)));
  // Changes first: a deletion frees the name that a registration of the same batch takes.
  if (changed.size > 0) await update(db, rows(changed));
  if (added.size > 0) await insert(db, rows(added));
}

const userOf = (event: DomainEvent): readonly string[] => {
  if ('owner' in event.data) return [event.data.owner];
  return 'userId' in event.data && event.type !== 'TrailRead' ? [event.data.userId] : [];
};

const insert = (db: ClientBase, rows: string) =>
  db.query({
    name: 'insert-users',
    text: `insert into state.users (id, kind, status, roles, name_digest, personal, password_digest, live_tokens,
             registered_at, deleted_at, position)
           select id, kind, status, roles, decode("nameDigest", 'hex'), personal, "passwordDigest", "liveTokens",
             "registeredAt", "deletedAt", position
           from jsonb_to_recordset($1) as r ${ROW}`,
    values: [rows],
  });

const update = (db: ClientBase, rows: string) =>
  db.query({
    name: 'update-users',
    text: `update state.users u set status = r.status, roles = r.roles, name_digest = decode(r."nameDigest", 'hex'),
             personal = r.personal, password_digest = r."passwordDigest", live_tokens = r."liveTokens", deleted_at = r."deletedAt",
             position = r.position
           from jsonb_to_recordset($1) as r ${ROW} where u.id = r.id`,
    values: [rows],
  });
