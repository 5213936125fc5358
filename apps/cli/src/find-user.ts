import type { Connection } from './connection.js';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import { isId } from './ids.js';

/** The id of an account that may be named by its user name; names compare without case, as the server's do. */
export async function userIdOf(connection: Connection, idOrName: string): Promise<string> {
  if (isId(idOrName)) return idOrName.toLowerCase();
  return (await ownId(connection, idOrName)) ?? (await listedId(connection, idOrName));
}

/** Oneself anybody may name; to look into the list takes a permission. */
async function ownId(connection: Connection, name: string): Promise<string | undefined> {
  const { id, username } = await connection.ask((api) => api.GET('/v1/me'));
  return isName(username, name) ? id : undefined;
}

async function listedId(connection: Connection, name: string): Promise<string> {
  let cursor: string | undefined;
  do {
    const query = { q: name, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await connection.ask((api) => api.GET('/v1/users', { params: { query } }));
    const found = items.find(({ username }) => isName(username, name));
    if (found) return found.id;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  throw new Failure(EXIT.notFound, `There is no user called ${name}.`);
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();
const isName = (username: string | null, name: string): boolean =>
  username !== null && folded(username) === folded(name);
