import pg, { type ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { refuseUnsafe, UnsafeDatabase } from '../event-log/durability.js';
import { StartupError } from './startup-error.js';

const OLDEST = 140_000;

/** The login in a URL, with everything that pg would otherwise take from its environment. */
export function loginOf(url: string): ClientConfig {
  const { host, port, user, password, database, ssl } = parsed(url);
  if (!user || !database) throw new StartupError('DATABASE_URL', 'wrong value: it needs a user and a database');
  return { host: host || 'localhost', port: port ?? 5432, user, password: password ?? '', database, ssl: ssl ?? false };
}

/** A URL may name certificate files, which are read here. The fault is told by its code: its words quote the URL. */
function parsed(url: string): ClientConfig {
  try {
    return parseIntoClientConfig(url);
  } catch (error) {
    const { code = 'it does not parse' } = error as NodeJS.ErrnoException;
    throw new StartupError('DATABASE_URL', `wrong value: ${code}; check it, and the files that it names`);
  }
}

/** @throws StartupError when the database cannot be reached, is too old, or would lose what it acknowledges. */
export async function connectMigrator(login: ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...login, connectionTimeoutMillis: 10_000, application_name: 'tokenledger migrator' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await refuseOld(client);
    await refuseOtherEncoding(client);
    await refuseUnsafe(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw explained(error, login);
  }
}

async function refuseOld(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  if (Number(rows[0]!.server_version_num) < OLDEST)
    throw new StartupError('DATABASE_URL', 'this PostgreSQL is older than 14; use 14 or later');
}

async function refuseOtherEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
  if (rows[0]!.server_encoding !== 'UTF8')
    throw new StartupError('DATABASE_URL', `the database is encoded in ${rows[0]!.server_encoding}; make one in UTF8`);
}

function explained(error: unknown, { host, port, database }: ClientConfig): StartupError {
  if (error instanceof StartupError) return error;
  if (error instanceof UnsafeDatabase) return new StartupError('DATABASE_URL', `unsafe database: ${error.message}`);
  const where = `${database} at ${host}:${port}`;
  const why = (error as Error).message || (error as NodeJS.ErrnoException).code;
  return new StartupError(
    'DATABASE_URL',
    `cannot connect to ${where}: ${why}; check the URL and that the database runs`,
    {
      cause: error,
    },
  );
}
