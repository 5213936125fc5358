import type { ClientBase } from 'pg';
import type { Checkpoint } from '../merkle/checkpoint.js';
import { emptyFrontier, rootOf } from '../merkle/frontier.js';
import { frontierAt } from '../merkle/frontier-at.js';
import { NotAsKept } from './broken-log.js';
import type { Head } from './head.js';

type Db = Pick<ClientBase, 'query'>;

/**
 * Whether the log that ends at `head` began as the tree that `earlier` is of. Costs a few hundred rows, whatever the
 * size of the log.
 *
 * @throws NotAsKept
 */
export async function verifyGrowth(db: Db, head: Head, earlier: Omit<Checkpoint, 'origin'>): Promise<void> {
  const { size } = head.frontier;
  if (earlier.size > size) throw new NotAsKept(`the log ends at ${size} events, but ${earlier.size} were signed`);
  if (!earlier.root.equals(await rootAt(db, earlier.size)))
    throw new NotAsKept(`the first ${earlier.size} events are not those that were signed`);
}

/** The root of the first `size` events, from the leaves and the roots of full tiles. */
export async function rootAt(db: Db, size: bigint): Promise<Buffer> {
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
