import type { TlsOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';

/** The same login for TypeORM as `pg` has it. Extensions are not needed, and the role may not install any. */
export const connectionOptions = ({
  host,
  port,
  user,
  password,
  database,
  ssl,
}: ClientConfig): PostgresDataSourceOptions => ({
  type: 'postgres',
  host: host!,
  port: port!,
  username: user!,
  password: password as string,
  database: database!,
  ssl: (ssl ?? false) as TlsOptions | boolean,
  installExtensions: false,
  synchronize: false,
  logging: false,
});
