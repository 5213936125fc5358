import {
  type Actor,
  builtInPermissions,
  emptyState,
  evolve,
  judge,
  KEY_STREAM,
  PERMISSIONS_STREAM,
  type Reads,
  withoutErased,
} from '@tokenledger/domain';
import { permissionsIn } from './check/permissions.table.js';
import { regex } from './check/regex.js';
import type { Fold } from './event-log/fold.js';
import { integrityIn } from './integrity/integrity.table.js';
import { keysIn } from './keys/keys.table.js';
import { policyIn } from './policy/policy.table.js';
import { projectsIn } from './projects/projects.table.js';
import type { ShadowFold } from './replay/read-model.js';
import { tokensIn } from './tokens/tokens.table.js';
import { usersIn } from './users/users.table.js';

/** Deciding on more than this can take a busy machine longer than a silent server may hold the lock. */
const MANY = 1000;

const tablesIn = (schema: string) =>
  [
    usersIn(schema),
    tokensIn(schema),
    policyIn(schema),
    integrityIn(schema),
    keysIn(schema),
    permissionsIn(schema),
    projectsIn(schema),
  ] as const;
type Tables = ReturnType<typeof tablesIn>;

/** The rows that decisions read and events change: what the log is handed of the features. */
export const fold = foldInto(tablesIn('state'));

/** The same over a shadow of the tables, in another schema. */
export function shadowFold(schema: string): ShadowFold {
  const tables = tablesIn(schema);
  const [users, tokens, ...others] = tables;
  return {
    ...foldInto(tables),
    store: (db, state, reads, events) => [
      ...users.replace(db, state, reads.users),
      ...tokens.replace(db, state, reads.tokens, events),
      ...others.flatMap((table) => table.write(state, events)).map((statement) => db.query(statement)),
    ],
  };
}

function foldInto(tables: Tables): Fold {
  const [users, tokens, policy, integrity, keys, permissions, projects] = tables;
  return {
    judge,
    withoutErased,
    evolve,
    remembered: [
      {
        stream: KEY_STREAM,
        async read(db) {
          const known = await keys.read(db);
          return known.size === 0 ? undefined : (state) => known.forEach((key, id) => state.keys.set(id, key));
        },
      },
      {
        stream: PERMISSIONS_STREAM,
        async read(db) {
          const known = (await permissions.read(db)) ?? builtInPermissions(regex);
          return (state) => void (state.permissions = known);
        },
      },
    ],

    async read(db, wanted) {
      const state = emptyState();
      const reads = union(wanted);
      await Promise.all([
        users.read(db, state, reads),
        tokens.read(db, state, reads),
        reads.policy ? policy.read(db, state) : undefined,
        reads.policy ? integrity.read(db, state) : undefined,
        reads.projects.length + reads.projectNames.length > 0 ? projects.read(db, state, reads) : undefined,
      ]);
      if (state.tokens.size > MANY) await db.query(`set local idle_in_transaction_session_timeout = '15s'`);
      return state;
    },

    write(state, events) {
      return tables.flatMap((table) => table.write(state, events));
    },
  };
}

/** One read for the whole batch, actors and their credentials included. */
function union(wanted: readonly { readonly actor: Actor; readonly reads: Reads }[]): Required<Reads> {
  const all = (pick: (reads: Reads) => readonly string[] | undefined) =>
    wanted.flatMap(({ reads }) => pick(reads) ?? []);
  const actors = wanted.flatMap(({ actor }) => (actor.type === 'user' ? actor.id : []));
  const credentials = wanted.flatMap(({ actor }) => (actor.type === 'user' && actor.tokenId ? actor.tokenId : []));
  return {
    users: [...new Set([...actors, ...all(({ users }) => users)])],
    tokens: [...new Set([...credentials, ...all(({ tokens }) => tokens)])],
    liveTokensOf: all(({ liveTokensOf }) => liveTokensOf),
    userNames: all(({ userNames }) => userNames),
    tokenNames: all(({ tokenNames }) => tokenNames),
    projects: [...new Set(all(({ projects }) => projects))],
    projectNames: all(({ projectNames }) => projectNames),
    administrators: wanted.some(({ reads }) => reads.administrators),
    policy: wanted.some(({ reads }) => reads.policy),
  };
}
