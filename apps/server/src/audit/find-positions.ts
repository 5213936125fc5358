import type { EventType, Instant } from '@tokenledger/domain';
import type { ClientBase } from 'pg';

/** What an event has to be. Parts that are not given do not matter. */
export interface TrailFilter {
  readonly type?: readonly EventType[] | undefined;
  /** A user's id, or `system`, or `holder`. */
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly stream?: string | undefined;
  /** The position of any event of a command. */
  readonly command?: bigint | undefined;
  readonly requestId?: string | undefined;
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

export interface Found {
  readonly positions: readonly bigint[];
  /** The cursor of the next page; null where there is nothing more. */
  readonly next: bigint | null;
}

const LAST = '9223372036854775807';
/** Positions and times grow together, so a time is looked up once and bounds the positions. */
const since = `select position from views.trail where recorded_at >= ? order by recorded_at limit 1`;

/** The events of a command stand one behind the other, so what is behind them begins another. */
const nextCommand = `select position from views.trail where position > ? and command > ? order by position limit 1`;

const CONDITIONS: Readonly<Record<keyof TrailFilter, string>> = {
  type: 'type = any(?)',
  actor: 'actor = ?',
  subject: 'subject = ?',
  stream: 'stream = ?',
  command: `position >= (select command from views.trail where position = ?) and position < coalesce((${nextCommand}), ${LAST})`,
  requestId: 'request_id = ?',
  from: `position >= (${since})`,
  to: `position < coalesce((${since}), ${LAST})`,
};

export const isFiltered = (filter: TrailFilter): boolean => Object.values(filter).some((part) => part !== undefined);

/**
 * The positions of a page. Nothing at or below `last` ever changes, so the pages of one `last` are of one moment, whatever
 * is appended meanwhile.
 */
export async function findPositions(
  db: Pick<ClientBase, 'query'>,
  filter: TrailFilter,
  { order, limit, cursor }: TrailPaging,
  last: bigint,
): Promise<Found> {
  const table = isFiltered(filter) ? 'views.trail' : 'log.event';
  const asked: [string, unknown][] = [['position <= ?', String(last)], ...conditionsOf(filter)];
  if (cursor !== undefined) asked.push([order === 'asc' ? 'position > ?' : 'position < ?', String(cursor)]);
  const where = asked.map(([condition], n) => condition.replaceAll('?', `$${n + 1}`)).join(' and ');
  const { rows } = await db.query<{ position: string }>(
    `select position from ${table} where ${where} order by position ${order} limit ${limit + 1}`,
    asked.map(([, value]) => value),
  );
  const positions = rows.slice(0, limit).map(({ position }) => BigInt(position));
  return { positions, next: rows.length > limit ? positions.at(-1)! : null };
}

const conditionsOf = (filter: TrailFilter): [string, unknown][] =>
  Object.entries(filter).flatMap(([part, value]) =>
    value === undefined
      ? []
      : [[CONDITIONS[part as keyof TrailFilter], typeof value === 'bigint' ? String(value) : value]],
  );
