import type { Connection } from './connection.js';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The id of an account that may be named by its user name; names compare without case, as the server's do. */
export async function userIdOf(connection: Connection, idOrName: string): Promise<string> {
  if (UUID.test(idOrName)) return idOrName.toLowerCase();
  const id = await ownId(connection, idOrName);
  if (id === undefined) throw new Failure(EXIT.notFound, `There is no user called ${idOrName}.`);
  return id;
}

/** Oneself anybody may name; to look into the list takes a permission. */
async function ownId(connection: Connection, name: string): Promise<string | undefined> {
  const { id, username } = await connection.ask((api) => api.GET('/v1/me'));
  return isName(username, name) ? id : undefined;
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();
const isName = (username: string | null, name: string): boolean =>
  username !== null && folded(username) === folded(name);
