import type { LogOpened } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { BrokenLog } from './broken-log.js';
import { decodeEntry } from './entry.js';
import { readHead } from './head.js';
import { refuseNewer } from './known-log.js';

/** What a log is called from a position on. A recovery gives it another name (docs/adr/0013). */
export interface LogName {
  readonly origin: string;
  readonly from: bigint;
}

export interface OpenedLog {
  readonly opened: LogOpened['data'];
  /** In the order of their positions; the last one counts. */
  readonly names: readonly LogName[];
  /** Every name that checkpoints are known to have had, those of lost events included. */
  readonly used: readonly string[];
}

/** What the log says of itself. Undefined for an empty one: by its head, for events may have been taken away. */
export async function readLogNames(db: Pick<ClientBase, 'query'>): Promise<OpenedLog | undefined> {
  const { frontier, format } = await readHead(db);
  const { size } = frontier;
  if (size === 0n) return undefined;
  refuseNewer(format);
  const { rows } = await db.query<{ entry: Buffer }>(
    `select entry from log.event where stream = 'log' order by version`,
  );
  const events = rows.map(({ entry }) => decodeEntry(entry.toString()));
  if (events[0]?.type !== 'LogOpened')
    throw new BrokenLog(`${size} events were signed, but the first one is not there`);
  const named = events.filter((event) => event.type === 'LogOpened' || event.type === 'LogRecovered');
  const names = named.map(({ data: { origin }, position: from }) => ({ origin, from }));
  const lost = named.flatMap((event) => (event.type === 'LogRecovered' ? (event.data.signed?.origin ?? []) : []));
  return { opened: events[0].data, names, used: [...names.map(({ origin }) => origin), ...lost] };
}
