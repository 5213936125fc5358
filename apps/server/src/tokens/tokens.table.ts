import type { DomainEvent, Reads, Recorded, State, Token } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import type { Write } from '../event-log/fold.js';
import { replacement } from '../event-log/replacement.js';
import { change, type Columns, insertion } from '../event-log/rows.js';

/** Columns as the domain names them. Positions are bigint in SQL and come as text. */
const TOKEN_COLUMNS = `id, owner, role, kind, format, status, issued_at as "issuedAt", issued_by as "issuedBy",
  issued_position as "issuedPosition", expires_at as "expiresAt", scopes, audience,
  encode(secret_digest, 'hex') as "secretDigest", encode(name_digest, 'hex') as "nameDigest", replaces,
  successor, personal,
  ended_at as "endedAt", ended_position as "endedPosition", cause, end_reason as "endReason", position`;

type Wanted = Required<Pick<Reads, 'tokens' | 'liveTokensOf' | 'tokenNames'>>;
type TokenRow = Omit<Token, 'issuedPosition' | 'endedPosition' | 'position'> & {
  readonly issuedPosition: string;
  readonly endedPosition: string | null;
  readonly position: string;
};
const toToken = (row: TokenRow): Token => ({
  ...row,
  issuedPosition: BigInt(row.issuedPosition),
  endedPosition: row.endedPosition === null ? null : BigInt(row.endedPosition),
  position: BigInt(row.position),
});

/** The tokens' rows: those of decisions in the schema `state`, or a shadow of them elsewhere. */
export function tokensIn(schema: string) {
  const tokens = `${schema}.tokens`;
  // A used id is refused by the primary key: no token is ever overwritten by another.
  const insert = insertion<Token>('insert-tokens', tokens, ALL);
  const update = change('update-tokens', tokens, CHANGING);
  const replace = replacement('delete-tokens', tokens, ALL);
  const forgetNames = forgetting(tokens);
  // Three questions, each by its index: with OR between them the planner may read the whole table. What is not asked is
  // not looked for: a shadow has no index but that of its key.
  const text = `select ${TOKEN_COLUMNS} from ${tokens} where id = any($1::uuid[])
    union all
    select ${TOKEN_COLUMNS} from ${tokens} where $2::uuid[] <> '{}' and owner = any($2::uuid[]) and status = 'live'
    union all
    select ${TOKEN_COLUMNS} from ${tokens} where $3::bytea[] <> '{}' and name_digest = any($3::bytea[])`;
  return {
    /** Loads into `state` the tokens that decisions need, and the claims on their names. */
    async read(db: ClientBase, state: State, wanted: Wanted): Promise<void> {
      const values = [arrayOf.uuid(wanted.tokens), arrayOf.uuid(wanted.liveTokensOf), arrayOf.hex(wanted.tokenNames)];
      const { rows } = await db.query<TokenRow>({ name: 'read-tokens', text, values });
      for (const token of rows.map(toToken)) {
        state.tokens.set(token.id, token);
        if (token.nameDigest) state.tokenNames.set(token.nameDigest, token.id);
      }
    },

    /** Stores the tokens that `events` issued or changed, as `state` has them now. */
    write(state: State, events: readonly Recorded<DomainEvent>[]): Write[] {
      const { issued, changed } = touchedBy(state, events);
      // Changes first: a rotation frees the name that the successor takes. An erasure is of somebody who has no token left.
      return [
        ...(changed.length > 0 ? [update(changed)] : []),
        ...(issued.length > 0 ? [insert(issued)] : []),
        ...forgetNames(events),
      ];
    },

    /** Of a shadow: sends all tokens that `state` has after `events`, in the place of those that were read into it. */
    replace: (
      db: ClientBase,
      state: State,
      read: readonly string[],
      events: readonly DomainEvent[],
    ): Promise<unknown>[] => [
      ...replace(db, read, [...state.tokens.values()]),
      ...forgetNames(events).map((statement) => db.query(statement)),
    ],
  };
}

/** An account may have had a million tokens in its years. It is erased once, and for so long others may have to wait. */
const FORGETTING_MS = 120_000;

/** Of all that an erased owner ever had; decisions have read none of them. */
const forgetting =
  (tokens: string) =>
  (events: readonly DomainEvent[]): Write[] => {
    const owners = events.flatMap((event) => (event.type === 'UserErased' ? event.data.userId : []));
    if (owners.length === 0) return [];
    const text = `update ${tokens} set name_digest = null where owner = any($1::uuid[]) and name_digest is not null`;
    const patience = { query_timeout: FORGETTING_MS };
    return [
      { text: `set local statement_timeout = ${FORGETTING_MS}` },
      { name: 'forget-token-names', text, values: [arrayOf.uuid(owners)], ...patience },
    ];
  };

function touchedBy(state: State, events: readonly Recorded<DomainEvent>[]) {
  const issued = new Set(events.flatMap((event) => (event.type === 'TokenIssued' ? event.data.tokenId : [])));
  const changed = new Set(events.flatMap(tokensOf).filter((id) => !issued.has(id)));
  const tokens = (ids: Set<string>) => [...ids].map((id) => state.tokens.get(id)!);
  return { issued: tokens(issued), changed: tokens(changed) };
}

/** The tokens that an event is about: a rotation's issue is about the one before it too. */
export function tokensOf({ data }: DomainEvent): readonly string[] {
  if (!('tokenId' in data)) return [];
  return 'replaces' in data && data.replaces !== undefined ? [data.tokenId, data.replaces] : [data.tokenId];
}

/** What becomes of a token after its issue. */
const CHANGING: Columns<Token> = {
  id: ['uuid', ({ id }) => id],
  status: ['text', ({ status }) => status],
  expires_at: ['text', ({ expiresAt }) => expiresAt],
  name_digest: ['hex', ({ nameDigest }) => nameDigest],
  successor: ['uuid', ({ successor }) => successor],
  ended_at: ['text', ({ endedAt }) => endedAt],
  ended_position: ['int8', ({ endedPosition }) => endedPosition],
  cause: ['text', ({ cause }) => cause],
  end_reason: ['jsonb', ({ endReason }) => endReason],
  position: ['int8', ({ position }) => position],
};

const ALL: Columns<Token> = {
  ...CHANGING,
  owner: ['uuid', ({ owner }) => owner],
  role: ['text', ({ role }) => role],
  kind: ['text', ({ kind }) => kind],
  format: ['text', ({ format }) => format],
  issued_at: ['text', ({ issuedAt }) => issuedAt],
  issued_by: ['text', ({ issuedBy }) => issuedBy],
  issued_position: ['int8', ({ issuedPosition }) => issuedPosition],
  scopes: ['texts', ({ scopes }) => scopes],
  audience: ['text', ({ audience }) => audience],
  secret_digest: ['hex', ({ secretDigest }) => secretDigest],
  replaces: ['uuid', ({ replaces }) => replaces],
  personal: ['jsonb', ({ personal }) => personal],
};
