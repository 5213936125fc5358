import { expireTokens, isRefusal, revokeTokens, type State, streamsOf } from '@tokenledger/domain';
import type { Ledger } from './assemble-ledger.js';

const AT_ONCE = 500;

interface Doomed {
  readonly id: string;
  readonly owner: string;
  readonly position: string;
}

/**
 * Ends every token that was issued before the position of a recovery: its revocation may be among the events that were
 * lost. To be done before any door opens; whoever dies within leaves the rest to the next start.
 */
export async function revokeRecovered(
  ledger: Pick<Ledger, 'log' | 'pool'>,
  recovery: bigint,
  say: (line: string) => void,
): Promise<void> {
  let ended = 0;
  for (let last = '-1'; ; ) {
    const doomed = await liveBetween(ledger.pool, last, recovery);
    if (doomed.length === 0) break;
    await end(ledger, doomed);
    last = doomed.at(-1)!.position;
    ended += doomed.length;
    if (ended % (100 * AT_ONCE) === 0) say(`ended ${ended} tokens so far`);
  }
  if (ended > 0) say(`ended ${ended} tokens and sessions that were older than the recovery`);
}

async function liveBetween(pool: Ledger['pool'], after: string, before: bigint): Promise<readonly Doomed[]> {
  const { rows } = await pool.query<Doomed>({
    name: 'older-than-the-recovery',
    text: `select id, owner, issued_position as position from state.tokens
           where status = 'live' and issued_position > $1 and issued_position < $2 order by issued_position limit $3`,
    values: [after, String(before), AT_ONCE],
  });
  return rows;
}

async function end({ log }: Pick<Ledger, 'log'>, doomed: readonly Doomed[]): Promise<void> {
  const owners = [...new Set(doomed.map(({ owner }) => owner))];
  const ids = doomed.map(({ id }) => id);
  await log.append({
    actor: { type: 'system', id: 'recovery' },
    permission: null,
    streams: owners.flatMap(streamsOf),
    reads: { users: owners, projects: owners, tokens: ids },
    decide: (state, at) => endOf(state, ids, at),
    requestId: 'recovery',
  });
}

/** What has expired cannot be revoked, and is counted out as expired. */
function endOf(state: State, ids: readonly string[], at: string) {
  const revoked = revokeTokens(state, ids, { cause: 'recovered' }, at);
  return isRefusal(revoked) ? revoked : [...revoked, ...expireTokens(state, ids, at)];
}
