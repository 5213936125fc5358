import type { EventType, Instant } from '@tokenledger/domain';
import type { ClientBase } from 'pg';

/** What an event has to be. Parts that are not given do not matter. */
export interface TrailFilter {
  readonly type?: readonly EventType[] | undefined;
  /** A user's id, or `system`, or `holder`. */
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly stream?: string | undefined;
  /** Inclusive. */
  readonly from?: Instant | undefined;
  /** Exclusive. */
  readonly to?: Instant | undefined;
}

export interface TrailPaging {
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** The position of the last event seen. */
  readonly cursor?: bigint | undefined;
}

/** Positions and times grow together, so a time is looked up once and bounds the positions. */
const since = `select position from views.trail where recorded_at >= ? order by recorded_at limit 1`;

const CONDITIONS: Readonly<Record<keyof TrailFilter, string>> = {
  type: 'type = any(?)',
  actor: 'actor = ?',
  subject: 'subject = ?',
  stream: 'stream = ?',
  from: `position >= (${since})`,
  to: `position < coalesce((${since}), 9223372036854775807)`,
};

export const isFiltered = (filter: TrailFilter): boolean => Object.values(filter).some((part) => part !== undefined);

/**
 * The positions of a page, and of one event more if there is one. Nothing at or below `last` ever changes, so the pages
 * of one `last` are of one moment, whatever is appended meanwhile.
 */
export async function findPositions(
  db: Pick<ClientBase, 'query'>,
  filter: TrailFilter,
  { order, limit, cursor }: TrailPaging,
  last: bigint,
): Promise<readonly bigint[]> {
  const table = isFiltered(filter) ? 'views.trail' : 'log.event';
  const asked: [string, unknown][] = [['position <= ?', String(last)], ...conditionsOf(filter)];
  if (cursor !== undefined) asked.push([order === 'asc' ? 'position > ?' : 'position < ?', String(cursor)]);
  const where = asked.map(([condition], n) => condition.replace('?', `$${n + 1}`)).join(' and ');
  const { rows } = await db.query<{ position: string }>(
    `select position from ${table} where ${where} order by position ${order} limit ${limit + 1}`,
    asked.map(([, value]) => value),
  );
  return rows.map(({ position }) => BigInt(position));
}

const conditionsOf = (filter: TrailFilter): [string, unknown][] =>
  Object.entries(filter).flatMap(([part, value]) =>
    value === undefined ? [] : [[CONDITIONS[part as keyof TrailFilter], value]],
  );
