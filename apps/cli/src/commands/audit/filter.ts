import type { Schemas } from '@tokenledger/api-client';
import type { Connection } from '../../connection.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';

export interface Filter {
  readonly type?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly ip?: string;
  readonly command?: string;
  readonly requestId?: string;
  readonly from?: string;
  readonly to?: string;
}

/** People name accounts, the API their ids. */
export async function filterOf(connection: Connection, { actor, subject, ...filter }: Filter) {
  const nobody = actor === 'system' || actor === 'holder';
  return given({
    ...filter,
    actor: actor === undefined || nobody ? actor : await userIdOf(connection, actor),
    subject: subject === undefined ? undefined : await userIdOf(connection, subject),
  });
}

export interface Page {
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
  readonly cursor?: string;
}

export type ReadTrail = (page: Page) => Promise<Schemas['TrailPage']>;

export const trailReader =
  (connection: Connection, filter: Filter): ReadTrail =>
  (page) =>
    connection.ask((api) => api.GET('/v1/audit/events', { params: { query: { ...filter, ...page } } }));
