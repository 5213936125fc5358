import { proveInclusion } from '@tokenledger/merkle/inclusion';
import { Subtrees } from '@tokenledger/merkle/subtrees';
import { formatTlogProof } from '@tokenledger/merkle/tlog-proof';
import type { ClientBase } from 'pg';
import { readHead } from './head.js';
import { readEntries } from './read-events.js';
import { tilesOf } from './read-tile.js';

/**
 * A C2SP tlog-proof of the event at `position`, with its entry in it, against the newest checkpoint; undefined where
 * there is no such event.
 */
export async function proveEvent(db: Pick<ClientBase, 'query'>, position: bigint): Promise<string | undefined> {
  const { frontier, checkpoint } = await readHead(db);
  if (position < 0n || position >= frontier.size) return undefined;
  const [extra] = await readEntries(db, position - 1n, 1);
  const hashes = await proveInclusion(position, frontier.size, new Subtrees(frontier.size, tilesOf(db)));
  return formatTlogProof({ extra, index: position, hashes, checkpoint });
}
