import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own, on the PostgreSQL that all tests share. */
export interface TestDatabase {
  /** Of the role that owns the database: what DATABASE_URL gets. */
  readonly url: string;
  /** As the superuser, who may do what the server must never be able to. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** A copy as it is now, taken while nobody is connected; whoever is loses the connection. */
  copy(): Promise<DatabaseCopy>;
  drop(): Promise<void>;
}

export interface DatabaseCopy {
  /** Puts the copy in the database's place, and keeps what was there: swapping again puts that back. */
  swap(): Promise<void>;
}

const superuser = (database: string): string => {
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  url.pathname = `/${database}`;
  return url.href;
};

async function asSuperuser<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superuser(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Does `work` while nobody is, or can be, connected to the database. */
async function withoutConnections(name: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  await asSuperuser('postgres', async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await work(client);
    await client.query(`alter database ${name} allow_connections true`);
  });
}

const rename = (client: pg.Client, from: string, to: string) => client.query(`alter database ${from} rename to ${to}`);

async function copyOf(name: string, copy: string): Promise<DatabaseCopy> {
  await withoutConnections(name, (client) => client.query(`create database ${copy} template ${name} owner ${name}`));
  return {
    swap: () =>
      withoutConnections(name, async (client) => {
        await rename(client, name, `${name}_other`);
        await rename(client, copy, name);
        await rename(client, `${name}_other`, copy);
        await client.query(`alter database ${copy} allow_connections true`);
      }),
  };
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await asSuperuser('postgres', async (client) => {
    await client.query(`create role ${name} login createrole password '${password}'`);
    await client.query(`create database ${name} owner ${name}`);
  });
  const owner = new URL(superuser(name));
  owner.username = name;
  owner.password = password;
  const copies: string[] = [];
  return {
    url: owner.href,
    query: (text, values) => asSuperuser(name, async (client) => (await client.query(text, values)).rows),
    copy: () => copyOf(name, copies[copies.push(`${name}_copy${copies.length}`) - 1]!),
    drop: () =>
      asSuperuser('postgres', async (client) => {
        for (const each of [name, ...copies]) await client.query(`drop database ${each} with (force)`);
        await client.query(`drop role if exists ${name}_server`);
        await client.query(`drop role ${name}`);
      }),
  };
}
