import { TILE_HEIGHT } from '@tokenledger/merkle/frontier';
import { type ReadTile, TILE_WIDTH } from '@tokenledger/merkle/tile';
import type { ClientBase } from 'pg';

const LEAVES = `select leaf_hash as hash from log.event where position >= $1 and position < $2 order by position`;
const ROOTS = `select hash from log.subtree where level = $3 and index >= $1 and index < $2 order by index`;

/**
 * Reads tiles of hashes: leaves of events, and roots of full tiles. Fewer hashes than were asked for are what there is;
 * none that is there ever changes.
 */
export const tilesOf =
  (db: Pick<ClientBase, 'query'>): ReadTile =>
  async ({ level, index, width }) => {
    const from = index * BigInt(TILE_WIDTH);
    const range = [String(from), String(from + BigInt(width))];
    const { rows } = await db.query<{ hash: Buffer }>(
      level === 0
        ? { name: 'read-leaves', text: LEAVES, values: range }
        : { name: 'read-roots', text: ROOTS, values: [...range, level * TILE_HEIGHT] },
    );
    return rows.map(({ hash }) => hash);
  };
