import type { Instant, Permissions, Refusal, RoleRule, Token, User } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { arrayOf } from '../event-log/array-of.js';
import type { KnownLog } from '../event-log/known-log.js';
import { CLOCK_SQL, fromMicroseconds, toMicroseconds } from '../event-log/log-time.js';
import { Refused } from '../event-log/refused.js';
import type { PermissionsInForce } from './permissions-in-force.js';

/** How a token is asked for: by its id, or by the SHA-256 of an opaque one, in hex. */
export type Question = { readonly id: string } | { readonly secretDigest: string };

export interface Standing {
  readonly token: TokenStanding | undefined;
  /** The last position that the answer takes into account. */
  readonly position: bigint;
  /** The database's clock, which never runs back here. */
  readonly at: Instant;
  /** No older than `position`. */
  readonly permissions: Permissions;
}

export type TokenStanding = Pick<
  Token,
  | 'id'
  | 'owner'
  | 'role'
  | 'kind'
  | 'format'
  | 'status'
  | 'issuedAt'
  | 'expiresAt'
  | 'scopes'
  | 'audience'
  | 'secretDigest'
> & {
  readonly ownerStatus: User['status'];
  readonly ownerRoles: User['roles'];
  /** What the rules of its role say; null: it is an account's. */
  readonly rules: readonly RoleRule[] | null;
};

interface Waiting {
  readonly question: Question;
  readonly resolve: (standing: Standing) => void;
  readonly reject: (error: unknown) => void;
}

interface LogRow {
  readonly position: string;
  readonly origin: string;
  readonly logFormat: number;
  readonly now: string;
  readonly recordedAt: string;
  readonly isCopy: boolean;
  /** Where the rules were set that say who may do what; null: nowhere yet. */
  readonly permissions: string | null;
}

const LARGEST_BATCH = 1000;
const LONGEST_QUEUE = 5000;

const COPY: Refusal = { refused: 'unavailable', detail: 'The database is a copy, which may not know of a revocation.' };
const OVERLOADED: Refusal = { refused: 'overloaded', detail: 'Too many tokens are waiting to be checked.' };

/**
 * Tokens and their owners as they are now. A question joins the next statement, never one already sent, so its answer
 * is from a snapshot taken after it was asked: whatever was acknowledged before is in it. Nothing is cached.
 */
export class Authority {
  private waiting: Waiting[] = [];
  private asking = false;
  private latest = 0n;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly known: KnownLog,
    private readonly permissions: Pick<PermissionsInForce, 'since'>,
  ) {}

  /** @throws Refused when too many ask; and whatever the database says when it cannot be asked. */
  async ask(question: Question): Promise<Standing> {
    if (this.waiting.length >= LONGEST_QUEUE) throw new Refused(OVERLOADED);
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (!this.asking) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.asking = true;
    await Promise.resolve();
    while (this.waiting.length > 0) await this.answer(this.waiting.splice(0, LARGEST_BATCH));
    this.asking = false;
  }

  private async answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const { found, ...when } = await this.read(batch.map(({ question }) => question));
      for (const { question, resolve } of batch) resolve({ token: found.get(keyOf(question)), ...when });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private async read(questions: readonly Question[]) {
    const expected = this.known.expectation();
    const { rows } = await this.pool.query<LogRow | TokenStanding>({
      name: 'authority',
      text: AUTHORITY,
      values: [
        arrayOf.uuid(questions.flatMap((question) => ('id' in question ? question.id : []))),
        arrayOf.hex(questions.flatMap((question) => ('id' in question ? [] : question.secretDigest))),
      ],
    });
    const [log, ...tokens] = rows as [LogRow, ...TokenStanding[]];
    const { position, origin, logFormat, now, recordedAt, isCopy, permissions } = log;
    if (isCopy) throw new Refused(COPY);
    expected({ size: BigInt(position) + 1n, origin, format: logFormat });
    const found = new Map(tokens.flatMap((token) => keysOf(token).map((key) => [key, token] as const)));
    const at = this.time(BigInt(now), toMicroseconds(recordedAt));
    return {
      found,
      position: BigInt(position),
      at,
      permissions: await this.permissions.since(BigInt(permissions ?? 0)),
    };
  }

  /** Neither behind the last event nor behind an earlier answer: what has expired stays expired. */
  private time(now: bigint, recorded: bigint): Instant {
    for (const time of [now, recorded]) if (time > this.latest) this.latest = time;
    return fromMicroseconds(this.latest);
  }
}

const keyOf = (question: Question): string => ('id' in question ? question.id : question.secretDigest);
const keysOf = ({ id, secretDigest }: TokenStanding): string[] => (secretDigest ? [id, secretDigest] : [id]);

/** A token's owner is an account or a project; a token of a role that is gone has ended with it. */
const TOKEN = `t.id, t.owner, t.role, t.kind, t.format, t.status, t.issued_at, t.expires_at, t.scopes, t.audience,
  encode(t.secret_digest, 'hex'), coalesce(u.status, case p.status when 'active' then 'active' else 'deleted' end),
  coalesce(u.roles, '{}'),
  case when t.role is not null then (
    select coalesce(jsonb_agg(rule), '[]') from jsonb_array_elements(p.roles) r, jsonb_array_elements(r->'rules') rule
    where r->>'name' = split_part(t.role, ':', 3)) end
  from state.tokens t left join state.users u on u.id = t.owner
  left join state.projects p on t.role is not null and p.id = t.owner`;

/** One snapshot: first where the log stands, then the tokens, each way to ask for one by its index. */
const AUTHORITY = `
  select size - 1 as position, split_part(checkpoint, E'\\n', 1) as origin, format as "logFormat",
    recorded_at as "recordedAt", ${CLOCK_SQL} as now, pg_is_in_recovery() as "isCopy",
    (select position from state.permissions) as permissions,
    null::uuid as id, null::uuid as owner, null as role, null as kind, null as format, null as status, null as "issuedAt",
    null as "expiresAt", null::text[] as scopes, null as audience, null as "secretDigest", null as "ownerStatus",
    null::text[] as "ownerRoles", null::jsonb as rules
  from log.head
  union all
  select null, null, null, null, null, null, null, ${TOKEN} where t.id = any($1::uuid[])
  union all
  select null, null, null, null, null, null, null, ${TOKEN} where t.secret_digest = any($2::bytea[])`;
