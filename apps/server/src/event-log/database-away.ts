import { BrokenLog } from './broken-log.js';

/** Classes of SQLSTATE that say nothing about the statement: connection, resources, operator, system, read-only. */
const STATES = /^(08|28|3D|53|57|58)...$|^(25006|25P03|55P03|40001|40P01)$/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `pg` has no codes for these. */
const WORDS =
  /Query read timeout|[Tt]imeout (expired|exceeded)|Connection terminated|connection error|not queryable|is off: a crash/;

/** Whether the database cannot answer at the moment, as opposed to having answered that something is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Another one answers in its place, and may be replaced by the right one again.
  if (error instanceof BrokenLog) return true;
  // TypeORM wraps the driver's error.
  if ('driverError' in error && error.driverError !== error) return isDatabaseAway(error.driverError);
  const code = 'code' in error ? String(error.code) : '';
  return STATES.test(code) || SYSTEM.has(code) || WORDS.test(error.message);
}
