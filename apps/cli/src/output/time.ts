const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A moment of the log, to the second, in UTC: terminals in two places show the same. */
export const shownTime = (instant: string): string => instant.replace('T', ' ').replace(/(\.\d+)?Z$/, 'Z');

/** How far away: `in 12 h`, `3 d ago`. */
export function shownDistance(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= 0.99 * length) ?? UNITS.at(-1)!;
  const amount = `${Math.round(Math.abs(seconds) / size)} ${unit}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}

/** null: never. */
export const shownEnd = (expiresAt: string | null, now = Date.now()): string =>
  expiresAt === null ? 'never' : `${shownTime(expiresAt)} (${shownDistance(expiresAt, now)})`;
