import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `1h`, `7d`. */
export function secondsOf(text: string): number {
  const { amount, unit } = /^(?<amount>\d{1,9})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  if (amount === undefined) throw new Failure(EXIT.usage, `${text} is no length of time; write 90s, 30m, 1h or 7d.`);
  return Number(amount) * UNITS[unit!]!;
}
