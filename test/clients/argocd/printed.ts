import type { Account } from '../../../apps/server/src/argocd/gen/account_pb.js';

/** Columns as wide as their widest value and two blanks; the last as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, n) => Math.max(...rows.map((row) => row[n]!.length)) + 2);
  return rows
    .map((row) => row.map((text, n) => (n === row.length - 1 ? text : text.padEnd(widths[n]!))).join(''))
    .join('\n');
}

const field = (name: string, value: string): string => `${name.padEnd(20)}${value}`;
const time = (seconds: bigint): string => new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');

const ending = (seconds: bigint, now: number): string => {
  if (seconds === 0n) return 'never';
  return Number(seconds) * 1000 < now ? `${time(seconds)} (expired)` : time(seconds);
};

/** What `argocd account get` prints, where the local time zone is UTC. */
export function accountGet({ name, enabled, capabilities, tokens }: Account, now = Date.now()): string {
  const rows = tokens.map(({ id, issuedAt, expiresAt }) => [id, time(issuedAt), ending(expiresAt, now)]);
  return [
    field('Name:', name),
    field('Enabled:', String(enabled)),
    field('Capabilities:', capabilities.join(', ')),
    '',
    'Tokens:',
    rows.length === 0 ? 'NONE' : table([['ID', 'ISSUED AT', 'EXPIRING AT'], ...rows]),
  ].join('\n');
}

/** What `argocd account list` prints. */
export const accountList = (accounts: readonly Account[]): string =>
  table([
    ['NAME', 'ENABLED', 'CAPABILITIES'],
    ...accounts.map(({ name, enabled, capabilities }) => [name, String(enabled), capabilities.join(', ')]),
  ]);
