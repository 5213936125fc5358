import type { Connection } from './connection.js';

/** What the accounts are called; one that the caller may not see keeps its id. */
export async function userNames(connection: Connection, ids: Iterable<string>): Promise<(id: string) => string> {
  const names = new Map<string, string>();
  await Promise.all(
    [...new Set(ids)].map(async (id) => {
      names.set(id, (await nameOf(connection, id)) ?? id);
    }),
  );
  return (id) => names.get(id) ?? id;
}

async function nameOf(connection: Connection, id: string): Promise<string | null> {
  try {
    return (await connection.ask((api) => api.GET('/v1/users/{id}', { params: { path: { id } } }))).username;
  } catch {
    return null;
  }
}
