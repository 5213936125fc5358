import type { Client } from 'pg';
import { NotAsKept } from './event-log/broken-log.js';
import { readHead } from './event-log/head.js';
import { openKept, type SignedLog, verifyLog } from './event-log/verify-head.js';
import { logVkeys } from './keys/log-signer.js';
import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import { rootOf } from '@tokenledger/merkle/frontier';
import type { RecognisedLog } from './recognise.js';

/** What a database lacks of what was signed, as far as anybody can know. */
export interface Loss {
  readonly why: string;
  /** What the kept checkpoint says; null where none can be read. */
  readonly signed: Checkpoint | null;
  readonly found: Checkpoint & { readonly recordedAt: string };
  readonly liveTokens: number;
  /** Accounts that are not deleted, and those of them that are administrators. */
  readonly users: number;
  readonly administrators: number;
}

const STANDING = `
  select (select count(*) from state.tokens where status = 'live')::int as "liveTokens",
    (select count(*) from state.users where status <> 'deleted')::int as users,
    (select count(*) from state.users where status <> 'deleted' and 'admin' = any (roles))::int as administrators`;

/**
 * Undefined for a database that holds what was signed. Where no checkpoint was kept, nobody can tell.
 *
 * @throws BrokenLog for one that contradicts itself: nothing can go on from there.
 */
export async function findLoss(db: Client, log: RecognisedLog, kept: string | undefined): Promise<Loss | undefined> {
  const vkeysOf = logVkeys(log.keys, log.life);
  const why = await disagreement(() => verifyLog(db, { names: log.names, vkeysOf }, kept));
  if (why === undefined && kept !== undefined) return undefined;
  const { frontier, recordedAt } = await readHead(db);
  const { rows } = await db.query<Pick<Loss, 'liveTokens' | 'users' | 'administrators'>>(STANDING);
  return {
    why: why ?? 'no checkpoint was kept, so nobody can tell whether anything is missing',
    signed: kept === undefined ? null : readable(kept, vkeysOf),
    found: { origin: log.origin, size: frontier.size, root: rootOf(frontier), recordedAt },
    ...rows[0]!,
  };
}

async function disagreement(verify: () => Promise<void>): Promise<string | undefined> {
  try {
    await verify();
    return undefined;
  } catch (error) {
    if (error instanceof NotAsKept) return error.message;
    throw error;
  }
}

function readable(kept: string, vkeysOf: SignedLog['vkeysOf']): Checkpoint | null {
  try {
    return openKept(kept, vkeysOf);
  } catch {
    return null;
  }
}
