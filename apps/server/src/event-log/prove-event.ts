import { proveInclusion } from '@tokenledger/merkle/inclusion';
import { Subtrees } from '@tokenledger/merkle/subtrees';
import { formatTlogProof } from '@tokenledger/merkle/tlog-proof';
import type { ClientBase } from 'pg';
import { readHead } from './head.js';
import { tilesOf } from './read-tile.js';

/** A C2SP tlog-proof of the event at `position`, against the newest checkpoint; undefined where there is no such event. */
export async function proveEvent(db: Pick<ClientBase, 'query'>, position: bigint): Promise<string | undefined> {
  const { frontier, checkpoint } = await readHead(db);
  if (position < 0n || position >= frontier.size) return undefined;
  const hashes = await proveInclusion(position, frontier.size, new Subtrees(frontier.size, tilesOf(db)));
  return formatTlogProof({ index: position, hashes, checkpoint });
}
