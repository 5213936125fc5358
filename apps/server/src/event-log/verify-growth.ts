import type { ClientBase } from 'pg';
import type { Checkpoint } from '@tokenledger/merkle/checkpoint';
import { rootOf } from '@tokenledger/merkle/frontier';
import { frontierAt } from '@tokenledger/merkle/frontier-at';
import { NotAsKept } from './broken-log.js';
import type { Head } from './head.js';
import { tilesOf } from './read-tile.js';

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
export const rootAt = async (db: Db, size: bigint): Promise<Buffer> => rootOf(await frontierAt(size, tilesOf(db)));
