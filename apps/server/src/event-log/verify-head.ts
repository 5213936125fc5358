import type { ClientBase } from 'pg';
import { type Checkpoint, parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { rootOf } from '@tokenledger/merkle/frontier';
import { openNote } from '@tokenledger/merkle/signed-note';
import { splitNote } from '@tokenledger/merkle/split-note';
import { BrokenLog, NotAsKept } from './broken-log.js';
import { type Head, readHead } from './head.js';
import type { LogName } from './log-names.js';
import { rootAt, verifyGrowth } from './verify-growth.js';

/** Who has signed: the log under each of its names, with the keys that it had then. */
export interface SignedLog {
  readonly names: readonly LogName[];
  readonly vkeysOf: (signed: Pick<Checkpoint, 'origin' | 'size'>) => readonly string[];
}

/**
 * Compares what the database holds with what was signed: the head with its own checkpoint and with the events, and the
 * kept checkpoint with the tree as it was then. Costs a few hundred rows, whatever the size of the log. Everything is
 * read in one snapshot, for other servers may be appending.
 *
 * @throws NotAsKept when only the kept checkpoint says otherwise, BrokenLog when the database contradicts itself.
 */
export async function verifyLog(db: ClientBase, log: SignedLog, kept: string | undefined): Promise<void> {
  await db.query('begin isolation level repeatable read read only');
  try {
    const head = await readHead(db);
    if (head.frontier.size > 0n) await verifyOwnCheckpoint(db, head, log);
    if (kept !== undefined) await verifyKept(db, head, log, kept);
  } finally {
    await db.query('rollback');
  }
}

/** @throws NotAsKept when it is not a checkpoint, or was not signed with this log's key. */
export function openKept(kept: string, vkeysOf: SignedLog['vkeysOf']): Checkpoint {
  try {
    return signed(kept, vkeysOf);
  } catch (error) {
    throw new NotAsKept("the kept checkpoint was not signed with this log's key", { cause: error });
  }
}

async function verifyOwnCheckpoint(db: ClientBase, head: Head, { names, vkeysOf }: SignedLog): Promise<void> {
  const { size, root } = ownCheckpoint(head, names.at(-1)!.origin, vkeysOf);
  if (size !== head.frontier.size || !root.equals(rootOf(head.frontier)))
    throw new BrokenLog('the head of the log is not what was signed');
  const events = BigInt(
    (await db.query<{ n: string | null }>('select max(position) as n from log.event')).rows[0]!.n ?? -1,
  );
  if (events + 1n !== size) throw new BrokenLog(`${size} events were signed, the last one here is ${events}`);
  if (!root.equals(await rootAt(db, size))) throw new BrokenLog('the events are not those that were signed');
}

function ownCheckpoint({ checkpoint }: Head, origin: string, vkeysOf: SignedLog['vkeysOf']): Checkpoint {
  try {
    return signed(checkpoint, ({ size }) => vkeysOf({ origin, size }));
  } catch (error) {
    throw new BrokenLog("the database's checkpoint was not signed with this log's key", { cause: error });
  }
}

/** What a recovery has declared lost is missed no more: other servers have kept it too. */
async function verifyKept(db: ClientBase, head: Head, { names, vkeysOf }: SignedLog, note: string): Promise<void> {
  const kept = openKept(note, vkeysOf);
  const known = names.findIndex(({ origin }) => origin === kept.origin);
  if (known < 0) throw new NotAsKept(`the kept checkpoint is of ${kept.origin}, a name that this log has never had`);
  const next = names[known + 1];
  if (next === undefined || kept.size <= next.from) await verifyGrowth(db, head, kept);
}

/** What it says of itself tells by whom it has to be signed. */
function signed(note: string, vkeysOf: SignedLog['vkeysOf']): Checkpoint {
  const checkpoint = parseCheckpoint(splitNote(note).text);
  openNote(note, vkeysOf(checkpoint));
  return checkpoint;
}
