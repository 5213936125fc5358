import type { Instant } from '@tokenledger/domain';

/** SQL: the database's clock, in microseconds since 1970. */
export const CLOCK_SQL = '(extract(epoch from clock_timestamp()) * 1000000)::bigint';

/** JavaScript's Date ends at milliseconds; the log's times do not. */
export const toMicroseconds = (instant: Instant): bigint =>
  BigInt(Date.parse(`${instant.slice(0, 23)}Z`)) * 1000n + BigInt(instant.slice(23, 26));

/** Of the millisecond asked for last: a batch has hundreds of events in one. */
let known = { millisecond: -1, text: '' };

export function fromMicroseconds(microseconds: bigint): Instant {
  const millisecond = Number(microseconds / 1000n);
  if (known.millisecond !== millisecond)
    known = { millisecond, text: new Date(millisecond).toISOString().slice(0, 23) };
  return `${known.text}${String(microseconds % 1000n).padStart(3, '0')}Z`;
}
