import type { ClientBase } from 'pg';
import { type Checkpoint, parseCheckpoint } from '../merkle/checkpoint.js';
import { emptyFrontier, rootOf } from '../merkle/frontier.js';
import { frontierAt } from '../merkle/frontier-at.js';
import { openNote } from '../merkle/signed-note.js';
import { type Head, readHead } from './head.js';

/** The log in the database is not the one whose checkpoint was kept, or not the one that was signed. */
export class BrokenLog extends Error {}

type Db = Pick<ClientBase, 'query'>;

/**
 * Compares what the database holds with what was signed: the head with its own checkpoint and with the events, and the
 * kept checkpoint with the tree as it was then. Costs a few hundred rows, whatever the size of the log. Everything is
 * read in one snapshot, for other servers may be appending.
 *
 * @throws BrokenLog
 */
export async function verifyLog(db: ClientBase, vkey: string, kept: string | undefined): Promise<void> {
  await db.query('begin isolation level repeatable read read only');
  try {
    await verifyHead(db, vkey, kept);
  } finally {
    await db.query('rollback');
  }
}

async function verifyHead(db: Db, vkey: string, kept: string | undefined): Promise<void> {
  const head = await readHead(db);
  if (head.frontier.size > 0n) await verifyOwnCheckpoint(db, head, vkey);
  if (kept !== undefined) await verifyKept(db, head, signed(kept, vkey, 'the kept checkpoint'));
}

async function verifyOwnCheckpoint(db: Db, { frontier, checkpoint }: Head, vkey: string): Promise<void> {
  const { size, root } = signed(checkpoint, vkey, "the database's checkpoint");
  if (size !== frontier.size || !root.equals(rootOf(frontier)))
    throw new BrokenLog('the head of the log is not what was signed');
  const events = BigInt(
    (await db.query<{ n: string | null }>('select max(position) as n from log.event')).rows[0]!.n ?? -1,
  );
  if (events + 1n !== size) throw new BrokenLog(`${size} events were signed, the last one here is ${events}`);
  if (!root.equals(await rootAt(db, size))) throw new BrokenLog('the events are not those that were signed');
}

async function verifyKept(db: Db, head: Head, kept: Checkpoint): Promise<void> {
  if (kept.size > head.frontier.size)
    throw new BrokenLog(`the log ends at ${head.frontier.size} events, but ${kept.size} were signed`);
  if (!kept.root.equals(await rootAt(db, kept.size)))
    throw new BrokenLog(`the first ${kept.size} events are not those that were signed`);
}

function signed(note: string, vkey: string, what: string): Checkpoint {
  try {
    return parseCheckpoint(openNote(note, [vkey]).text);
  } catch (error) {
    throw new BrokenLog(`${what} was not signed with this log's key`, { cause: error });
  }
}

/** The root of the first `size` events, from the leaves and the roots of full tiles. */
async function rootAt(db: Db, size: bigint): Promise<Buffer> {
  if (size === 0n) return rootOf(emptyFrontier);
  const leaves = (from: bigint, to: bigint) =>
    hashes(db, 'select leaf_hash as hash from log.event where position >= $1 and position < $2 order by position', [
      from,
      to,
    ]);
  const subtrees = (level: number, from: bigint, to: bigint) =>
    hashes(db, 'select hash from log.subtree where level = $3 and index >= $1 and index < $2 order by index', [
      from,
      to,
      level,
    ]);
  return rootOf(await frontierAt(size, leaves, subtrees));
}

const hashes = async (db: Db, text: string, values: unknown[]): Promise<readonly Buffer[]> =>
  (await db.query<{ hash: Buffer }>(text, values.map(String))).rows.map(({ hash }) => hash);
