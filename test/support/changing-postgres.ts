import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { lockDataDir } from '../../apps/server/src/platform/data-dir.js';
import { asUnprivileged } from '../../apps/server/src/platform/postgres/as-unprivileged.js';
import { connectWhenReady } from '../../apps/server/src/platform/postgres/connect-when-ready.js';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/postgres/embedded-postgres.js';
import { postgresBinaries } from '../../apps/server/src/platform/postgres/postgres-binaries.js';
import { postgresSettings } from '../../apps/server/src/platform/postgres/postgres-settings.js';
import { superuserPassword } from '../../apps/server/src/platform/postgres/superuser-password.js';
import { startWatched, type WatchedProcess } from '../../apps/server/src/platform/postgres/watched-process.js';
import { newDataDir } from './server.js';

const quiet = (): void => undefined;
/** What a copy can be made of. */
const REPLICATED = ['-c', 'wal_level=replica', '-c', 'hot_standby=on'];

/** A PostgreSQL of our own that is the primary, or a copy that only reads, at one address. */
export class ChangingPostgres {
  private readonly dataDir = lockDataDir(newDataDir());
  private readonly cluster = join(this.dataDir.path, 'postgres');
  private readonly sockets = join(this.dataDir.path, 'run');
  private server: WatchedProcess | undefined;
  url = '';

  async start(): Promise<void> {
    const postgres = await startEmbeddedPostgres(this.dataDir, quiet, quiet);
    this.url = postgres.url;
    await postgres.stop();
    await this.run();
  }

  /** As after a failover that went the other way: the same place, from now on behind somebody else. */
  async becomeCopy(): Promise<void> {
    await this.server!.stop();
    writeFileSync(join(this.cluster, 'standby.signal'), '');
    await this.run();
  }

  async becomePrimary(): Promise<void> {
    const client = new pg.Client(this.login());
    await client.connect();
    await client.query('select pg_promote()');
    await client.end();
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.dataDir.release();
    rmSync(this.dataDir.path, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const { postgres } = await postgresBinaries();
    const runAs = await asUnprivileged(this.dataDir.path, postgres);
    mkdirSync(this.sockets, { recursive: true, mode: 0o700 });
    for (const path of [this.sockets, this.cluster]) runAs.own(path);
    this.server = startWatched(runAs, postgres, [...postgresSettings(this.cluster, this.sockets), ...REPLICATED]);
    const client = await connectWhenReady(this.server, this.login());
    if (!client) throw new Error(`PostgreSQL ended: ${this.server.tail()}`);
    await client.end();
  }

  private login() {
    const password = superuserPassword(join(this.dataDir.path, 'postgres.password'), this.cluster);
    return { host: this.sockets, port: 5432, user: 'postgres', database: 'postgres', password };
  }
}
