import { evolveKeys, type KnownKeys } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { decodeEntry } from '../event-log/entry.js';
import { isOfKeys } from './keys.table.js';

/**
 * What the log itself says of its keys, from its events: few, whatever the size of the log. Before a server serves, that is
 * asked and not the table, which may be what has to be mended.
 */
export async function readKeyLife(db: Pick<ClientBase, 'query'>): Promise<KnownKeys> {
  const { rows } = await db.query<{ entry: Buffer }>(
    `select entry from log.event where (stream = 'log' and version = 0) or stream = 'keys' order by position`,
  );
  const known: KnownKeys = new Map();
  for (const event of rows.map(({ entry }) => decodeEntry(entry.toString())))
    if (isOfKeys(event)) evolveKeys(known, event);
  return known;
}
