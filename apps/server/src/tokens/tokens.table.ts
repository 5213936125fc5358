import type { DomainEvent, Reads, Recorded, State, Token } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { rowsAsJson } from '../event-log/rows-as-json.js';

/** Columns as the domain names them. Positions are bigint in SQL and come as text. */
const TOKEN_COLUMNS = `id, owner, kind, format, status, issued_at as "issuedAt", issued_by as "issuedBy",
  issued_position as "issuedPosition", expires_at as "expiresAt", scopes, audience,
  encode(secret_digest, 'hex') as "secretDigest", encode(name_digest, 'hex') as "nameDigest", replaces,
  successor, personal,
  ended_at as "endedAt", ended_position as "endedPosition", cause, end_reason as "endReason", position`;

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

/** Loads into `state` the tokens that decisions need, and the claims on their names. */
export async function readTokens(
  db: ClientBase,
  state: State,
  wanted: Required<Pick<Reads, 'tokens' | 'liveTokensOf' | 'tokenNames'>>,
) {
  const { rows } = await db.query<TokenRow>({
    name: 'read-tokens',
    text: `select ${TOKEN_COLUMNS} from state.tokens
           where id = any($1::uuid[])
              or (owner = any($2::uuid[]) and status = 'live')
              or name_digest = any(array(select decode(n, 'hex') from unnest($3::text[]) n))`,
    values: [wanted.tokens, wanted.liveTokensOf, wanted.tokenNames],
  });
  for (const token of rows.map(toToken)) {
    state.tokens.set(token.id, token);
    if (token.nameDigest) state.tokenNames.set(token.nameDigest, token.id);
  }
}

/** Stores the tokens that `events` issued or changed, as `state` has them now. */
export async function writeTokens(db: ClientBase, state: State, events: readonly Recorded<DomainEvent>[]) {
  const issued = new Set(events.flatMap((event) => (event.type === 'TokenIssued' ? event.data.tokenId : [])));
  const changed = new Set(events.flatMap(tokensOf).filter((id) => !issued.has(id)));
  const rows = (ids: Set<string>) => rowsAsJson([...ids].map((id) => state.tokens.get(id)));
  // Changes first: a rotation frees the name that the successor takes.
  if (changed.size > 0) await update(db, rows(changed));
  if (issued.size > 0) await insert(db, rows(issued));
}

function tokensOf({ data }: DomainEvent): readonly string[] {
  if (!('tokenId' in data)) return [];
  return 'replaces' in data && data.replaces !== undefined ? [data.tokenId, data.replaces] : [data.tokenId];
}

/** A used id is refused by the primary key: no token is ever overwritten by another. */
const insert = (db: ClientBase, rows: string) =>
  db.query({
    name: 'insert-tokens',
    text: `insert into state.tokens (id, owner, kind, format, status, issued_at, issued_by, issued_position, expires_at,
             scopes, audience, secret_digest, name_digest, replaces, successor, personal, ended_at, ended_position,
             cause, end_reason, position)
           select id, owner, kind, format, status, "issuedAt", "issuedBy", "issuedPosition", "expiresAt", scopes,
             audience, decode("secretDigest", 'hex'), decode("nameDigest", 'hex'), replaces, successor,
             personal, "endedAt", "endedPosition", cause, "endReason", position
           from jsonb_to_recordset($1) as r (id uuid, owner uuid, kind text, format text, status text,
             "issuedAt" text, "issuedBy" text, "issuedPosition" bigint, "expiresAt" text, scopes text[], audience text,
             "secretDigest" text, "nameDigest" text, replaces uuid, successor uuid, personal jsonb, "endedAt" text,
             "endedPosition" bigint, cause text, "endReason" jsonb, position bigint)`,
    values: [rows],
  });

const update = (db: ClientBase, rows: string) =>
  db.query({
    name: 'update-tokens',
    text: `update state.tokens t set status = r.status, expires_at = r."expiresAt",
             name_digest = decode(r."nameDigest", 'hex'), successor = r.successor, ended_at = r."endedAt",
             ended_position = r."endedPosition", cause = r.cause, end_reason = r."endReason", position = r.position
           from jsonb_to_recordset($1) as r (id uuid, status text, "expiresAt" text, "nameDigest" text, successor uuid,
             "endedAt" text, "endedPosition" bigint, cause text, "endReason" jsonb, position bigint)
           where t.id = r.id`,
    values: [rows],
  });
