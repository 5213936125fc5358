import type { ClientBase, QueryConfig } from 'pg';
import { decodeFrontier, encodePeaks, type Frontier } from '@tokenledger/merkle/frontier';

/** Where the log ends. Its row is the only lock: whoever holds it is the only one who appends, on any server. */
export interface Head {
  readonly frontier: Frontier;
  /** The largest recordedAt so far. */
  readonly recordedAt: string;
  /** The signed note over the frontier; empty before the first event. */
  readonly checkpoint: string;
  /** How many versions of events whoever wrote last could read; 0 before anybody said so. */
  readonly format: number;
}

interface Row {
  size: string;
  peaks: Buffer;
  recorded_at: string;
  checkpoint: string;
  format: number;
}

const COLUMNS = 'size, peaks, recorded_at, checkpoint, format';
const fromRow = ({ size, peaks, recorded_at, checkpoint, format }: Row): Head => ({
  frontier: decodeFrontier(BigInt(size), peaks),
  recordedAt: recorded_at,
  checkpoint,
  format,
});

/**
 * Waits for the lock and holds it until the transaction ends. A statement of its own: only the statements after it
 * have a snapshot in which everything earlier is committed.
 */
export const lockHead = async (db: ClientBase): Promise<Head> => {
  const text = `select ${COLUMNS} from log.head for update`;
  const { rows } = await db.query<Row>({ name: 'lock-head', text });
  return fromRow(rows[0]!);
};

export const readHead = async (db: Pick<ClientBase, 'query'>): Promise<Head> =>
  fromRow((await db.query<Row>(`select ${COLUMNS} from log.head`)).rows[0]!);

export const writeHead = ({ frontier, recordedAt, checkpoint, format }: Head): QueryConfig => ({
  name: 'write-head',
  text: 'update log.head set size = $1, peaks = $2, recorded_at = $3, checkpoint = $4, format = $5',
  values: [String(frontier.size), encodePeaks(frontier), recordedAt, checkpoint, format],
});
