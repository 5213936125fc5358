import {
  type Decision,
  type Reads,
  type RevokeTokens,
  revokeTokens,
  revokeTokensOf,
  type State,
  type TokenRevoked,
} from '@tokenledger/domain';
import type { Pool } from 'pg';

/** Which tokens are to end together. */
export interface Doomed {
  readonly owners: readonly string[];
  /** On whom the permission is needed: `*` unless everything is known to be of one owner. */
  readonly object: string;
  readonly reads: Reads;
  readonly decide: (state: State, how: RevokeTokens, at: string) => Decision<TokenRevoked>;
  /** How many had ended before, when so many of them are revoked. */
  readonly endedBefore: (revoked: number) => number;
}

/** Every live token and session of an owner but `keep`. */
export const everythingOf = (owner: string, keep: string): Doomed => ({
  owners: [owner],
  object: owner,
  reads: { users: [owner], liveTokensOf: [owner] },
  decide: (state, how, at) => revokeTokensOf(state, owner, keep, how, at),
  endedBefore: () => 0,
});

/** These tokens. Owners never change, so they are read before the lock. */
export async function these(ids: readonly string[], pool: Pick<Pool, 'query'>): Promise<Doomed> {
  const { rows } = await pool.query<{ owner: string }>({
    name: 'owners-of-tokens',
    text: 'select owner from state.tokens where id = any($1::uuid[])',
    values: [ids],
  });
  const owners = [...new Set(rows.map(({ owner }) => owner))];
  const different = new Set(ids).size;
  // That a token does not exist, only those learn who may revoke any.
  const ofOne = rows.length === different && owners.length === 1;
  return {
    owners,
    object: ofOne ? owners[0]! : '*',
    reads: { users: owners, projects: owners, tokens: ids },
    decide: (state, how, at) => revokeTokens(state, ids, how, at),
    endedBefore: (revoked) => different - revoked,
  };
}
