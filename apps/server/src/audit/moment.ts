import { z } from 'zod';
import { fromMicroseconds } from '../event-log/log-time.js';

const MEANT = 'This is a date, or a date-time with seconds and an offset (RFC 3339); in a URL, + is written %2B.';

/** A time from outside, as the log writes it. A date is its first moment in UTC. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true }).regex(/T\d\d:\d\d:\d\d/)], MEANT)
  .transform((text) => fromMicroseconds(within(microsecondsOf(text))))
  .meta({ wire: { type: 'string', anyOf: undefined }, examples: ['2026-01-31', '2026-01-31T09:00:00.250+01:00'] });

/** The first whole microsecond that is not earlier. */
function microsecondsOf(text: string): bigint {
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const seconds = BigInt(Math.floor(Date.parse(text) / 1000));
  const rest = /[1-9]/.test(fraction.slice(6)) ? 1n : 0n;
  return seconds * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0')) + rest;
}

const LAST = 253_402_300_799_999_999n;

/** No event is older than 1970 or younger than the year 9999, so further out nothing changes. */
const within = (microseconds: bigint): bigint => {
  if (microseconds < 0n) return 0n;
  return microseconds > LAST ? LAST : microseconds;
};
