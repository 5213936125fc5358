import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own, on the PostgreSQL that all tests share. */
export interface TestDatabase {
  /** Of the role that owns the database: what DATABASE_URL gets. */
  readonly url: string;
  /** As the superuser, who may do what the server must never be able to. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
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
  return {
    url: owner.href,
    query: (text, values) => asSuperuser(name, async (client) => (await client.query(text, values)).rows),
    drop: () =>
      asSuperuser('postgres', async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role if exists ${name}_server`);
        await client.query(`drop role ${name}`);
      }),
  };
}
