import type { Api } from './api.js';
import { until } from './until.js';

export type KeyUse = 'log' | 'token' | 'wrapping';
export interface ShownKey {
  readonly id: string;
  readonly use: KeyUse;
  readonly status: 'next' | 'current' | 'previous' | 'retired' | 'destroyed';
  readonly verifierKey: string | null;
  readonly waitsFor: string | null;
}

/** The keys of a use, in the order in which the log has had them. */
export const keysOf = async (api: Api, admin: string, use: KeyUse): Promise<readonly ShownKey[]> =>
  (await api.get('/v1/keys', admin)).body.items.filter((key: ShownKey) => key.use === use);

export const statusesOf = async (api: Api, admin: string, use: KeyUse): Promise<readonly string[]> =>
  (await keysOf(api, admin, use)).map(({ status }) => status);

/** The id of the key that comes next. */
export async function beginRotation(api: Api, admin: string, use: KeyUse): Promise<string> {
  const { status, body } = await api.post('/v1/keys/rotations', admin, { use });
  expect([status, body.use]).toEqual([202, use]);
  return body.key;
}

/** Until the keys of the use stand so. */
export const come = (api: Api, admin: string, use: KeyUse, ...statuses: readonly string[]): Promise<void> =>
  until(async () => String(await statusesOf(api, admin, use)) === String(statuses));
