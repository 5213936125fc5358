import { readFileSync, rmSync } from 'node:fs';
import pg from 'pg';
import { type DataDir, lockDataDir } from '../../apps/server/src/platform/data-dir.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../apps/server/src/platform/postgres/embedded-postgres.js';
import type { TestDatabase } from './database.js';
import { freeze } from './freeze.js';
import { killPostgres, postgresProcesses } from './postgres-processes.js';
import { newDataDir } from './server.js';
import { until } from './until.js';

/** Stands before the clock of PostgreSQL, for whoever names no schema. */
const SHIFTED_CLOCK = `
  create schema clock;
  create table clock.shift (milliseconds double precision);
  insert into clock.shift values (0);
  create function clock.clock_timestamp() returns timestamptz language sql as
    'select pg_catalog.clock_timestamp() + (select make_interval(secs => milliseconds / 1000) from clock.shift)';
  grant usage on schema clock to public;
  grant select on clock.shift to public;
  alter database tokenledger set search_path = public, clock, pg_catalog`;

const silent = (): void => undefined;
const yes = (): boolean => true;
const no = (): boolean => false;

/** A PostgreSQL of its own, which can be killed without hurting anybody else's test. */
export class KillableDatabase implements Pick<TestDatabase, 'query'> {
  private constructor(
    private readonly dataDir: DataDir,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async start(): Promise<KillableDatabase> {
    const dataDir = lockDataDir(newDataDir());
    const database = new KillableDatabase(dataDir, await startEmbeddedPostgres(dataDir, silent, silent));
    await database.query(SHIFTED_CLOCK);
    return database;
  }

  /** Of the role that owns the database. It stays the same through a kill. */
  get url(): string {
    return this.postgres.url;
  }

  /** Where its files are. */
  get directory(): string {
    return `${this.dataDir.path}/postgres`;
  }

  /** As the superuser. */
  async query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> {
    const url = new URL(this.url);
    url.username = 'postgres';
    url.password = readFileSync(`${this.dataDir.path}/postgres.password`, 'utf8').trim();
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** SIGKILL to all of its processes; it starts again by itself, and is back when this resolves. */
  async kill(): Promise<void> {
    killPostgres(this.dataDir.path);
    await until(() => this.query('select').then(yes, no));
  }

  /** From now on its clock, as statements read it, is so many milliseconds ahead. */
  async shiftClock(milliseconds: number): Promise<void> {
    await this.query('update clock.shift set milliseconds = $1', [milliseconds]);
  }

  freeze(seconds: number): Promise<void> {
    return freeze(postgresProcesses(this.dataDir.path), seconds);
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
    this.dataDir.release();
    rmSync(this.dataDir.path, { recursive: true, force: true });
  }
}
