import { Connection } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

/** A story that comes out differently is no story. */
export function expect(what: string, actual: unknown, expected: unknown): void {
  const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== wanted) throw new Failure(EXIT.refused, `${what} is ${is}, and should be ${wanted}.`);
}

/** Whom a token speaks for, or why it is refused. */
export async function speaksFor(server: string, secret: string): Promise<string> {
  const { data, error } = await new Connection(server, secret).attempt((api) => api.GET('/v1/me'));
  return data === undefined ? `refused: ${error.status} ${error.code}` : String(data.username);
}

export const REFUSED = 'refused: 401 invalid_token';
