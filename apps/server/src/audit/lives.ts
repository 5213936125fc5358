import {
  type AccountEvent,
  type DomainEvent,
  evolveToken,
  evolveUser,
  type Recorded,
  type Token,
  type TokenEvent,
  type User,
} from '@tokenledger/domain';
import type { Pool } from 'pg';
import { readEventsAt } from '../event-log/read-events.js';

/** What can happen to an account itself, and to a token: what the fold of one asks for. */
const OF_USER: readonly AccountEvent['type'][] = [
  'UserRegistered',
  'UserDisabled',
  'UserEnabled',
  'RolesChanged',
  'EmailChanged',
  'PasswordChanged',
  'UserDeleted',
  'LegalHoldPlaced',
  'LegalHoldReleased',
  'UserErased',
];
const OF_TOKEN: readonly TokenEvent['type'][] = ['TokenIssued', 'TokenRotated', 'TokenRevoked', 'TokenExpired'];

/** The accounts as their events up to `last` leave them; those that were not there yet are not in it. */
export async function usersThen(
  pool: Pick<Pool, 'query'>,
  ids: readonly string[],
  last: bigint,
): Promise<ReadonlyMap<string, User>> {
  const users = new Map<string, User>();
  for (const event of await eventsOf<AccountEvent>(pool, ids, OF_USER, last))
    users.set(event.subject.id, evolveUser(users.get(event.subject.id), event));
  return users;
}

/** The tokens, likewise. */
export async function tokensThen(
  pool: Pick<Pool, 'query'>,
  ids: readonly string[],
  last: bigint,
): Promise<ReadonlyMap<string, Token>> {
  const tokens = new Map<string, Token>();
  for (const event of await eventsOf<TokenEvent>(pool, ids, OF_TOKEN, last))
    tokens.set(event.data.tokenId, evolveToken(tokens.get(event.data.tokenId), event));
  return tokens;
}

async function eventsOf<Event extends DomainEvent>(
  pool: Pick<Pool, 'query'>,
  subjects: readonly string[],
  types: readonly Event['type'][],
  last: bigint,
): Promise<readonly Recorded<Event>[]> {
  const { rows } = await pool.query<{ position: string }>({
    name: 'positions-of-lives',
    text: `select position from views.trail where subject = any($1) and type = any($2) and position <= $3`,
    values: [subjects, types, String(last)],
  });
  const events = await readEventsAt(
    pool,
    rows.map(({ position }) => BigInt(position)),
  );
  return events as readonly Recorded<Event>[];
}
