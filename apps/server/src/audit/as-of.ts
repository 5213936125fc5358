import type { Instant } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Refused } from '../event-log/refused.js';
import { position } from '../http/fields.js';
import { shownInstant, shownPosition } from '../http/shown.js';
import { moment } from './moment.js';

/** A place in the log: whatever is said of it never changes. */
export interface Then {
  readonly position: bigint;
  /** Of the event there. */
  readonly recordedAt: Instant;
}

export const ShownThen = z.object({ position: shownPosition, recordedAt: shownInstant });
export type ShownThen = z.output<typeof ShownThen>;

export const shownThen = ({ position: at, recordedAt }: Then): ShownThen => ({ position: String(at), recordedAt });

/** A position, or a time. */
export const pointInLog = z
  .union(
    [position.refine((value) => value >= 0n), moment],
    'This is no position, and no date or date-time with an offset (RFC 3339).',
  )
  .meta({
    wire: { type: 'string', anyOf: undefined },
    description: 'A position of the log, or a time: what was true after the last event up to it.',
    examples: ['1042', '2026-01-31T09:00:00Z'],
  });

const AT = 'select position, recorded_at as "recordedAt" from views.trail';
const BY_POSITION = `${AT} where position = $1`;
const BY_TIME = `${AT} where recorded_at <= $1 order by recorded_at desc limit 1`;

/**
 * The last event up to a moment. `last`: how far the trail has been followed.
 *
 * @throws Refused for what has not come yet, and for what was before the log.
 */
export async function asOf(pool: Pick<Pool, 'query'>, asked: bigint | Instant, last: bigint): Promise<Then> {
  refuseFuture(asked, last);
  const text = typeof asked === 'bigint' ? BY_POSITION : BY_TIME;
  const { rows } = await pool.query<{ position: string; recordedAt: Instant }>(text, [String(asked)]);
  const [row] = rows;
  if (!row) throw new Refused({ refused: 'not_found', detail: 'The log had not begun by then.' });
  return { ...row, position: BigInt(row.position) };
}

/** What is true at a time to come, nobody knows. */
function refuseFuture(asked: bigint | Instant, last: bigint): void {
  const isFuture = typeof asked === 'bigint' ? asked > last : Date.parse(asked) > Date.now();
  if (isFuture)
    throw new Refused({ refused: 'not_found', detail: `The log has come to position ${last}, no further.` });
}
