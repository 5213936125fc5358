import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClientConfig } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { connectionOptions } from './connection-options.js';
import { StartupError } from './startup-error.js';

const DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Brings the database to this version's schema, in one transaction: all of the migrations, or none. */
export async function migrate(migrator: ClientConfig, say: (line: string) => void): Promise<void> {
  const migrations = forwardMigrations();
  const dataSource = new DataSource({
    ...connectionOptions(migrator),
    migrations,
    migrationsTableName: 'tokenledger_migrations',
    migrationsTransactionMode: 'all',
  });
  await dataSource.initialize();
  try {
    await refuseNewerDatabase(dataSource, migrations.length);
    const done = await dataSource.runMigrations();
    if (done.length > 0) say(`the database schema is current (${done.length} migrations)`);
  } finally {
    await dataSource.destroy();
  }
}

/** One for each SQL file, in the order of their names. TypeORM takes the time of a migration from its name's end. */
const forwardMigrations = () =>
  readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(`${DIRECTORY}/${file}`, 'utf8');
      const name = `${file.slice(5, -4)}${file.slice(0, 4).padStart(13, '0')}`;
      return class implements MigrationInterface {
        readonly name = name;
        up = (runner: QueryRunner) => runner.query(sql);
        down = () => Promise.reject(new Error('migrations only go forward'));
      };
    });

async function refuseNewerDatabase(dataSource: DataSource, known: number): Promise<void> {
  const [{ exists }] = await dataSource.query(`select to_regclass('tokenledger_migrations') is not null as exists`);
  if (!exists) return;
  const [{ n }] = await dataSource.query('select count(*)::int as n from tokenledger_migrations');
  if (n > known)
    throw new StartupError(
      'DATABASE_URL',
      'a newer version has migrated this database; start that version or a later one',
    );
}
