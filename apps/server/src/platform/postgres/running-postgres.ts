import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Unprivileged } from './as-unprivileged.js';
import { connectWhenReady } from './connect-when-ready.js';
import { lastComplaint } from './last-complaint.js';
import { migratorDatabase } from './migrator-database.js';
import { postgresSettings } from './postgres-settings.js';
import { StartupError } from '../startup-error.js';
import { stopOrphan } from './stop-orphan.js';
import { startWatched, type WatchedProcess } from './watched-process.js';

export interface PostgresHome {
  readonly directory: string;
  readonly cluster: string;
  readonly sockets: string;
  readonly password: string;
  readonly postgres: string;
  readonly runAs: Unprivileged;
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 500;
const NOT_GONE_YET = /lock file .* already exists|pre-existing shared memory block .* is still in use/;

/**
 * PostgreSQL on its cluster. Once started, it is started again whenever it ends by itself, for as long as it takes: on a
 * full disk it ends, and cannot recover before there is space. Nobody who uses it has to be started again.
 */
export class RunningPostgres {
  private readonly stopped = new AbortController();
  private server: WatchedProcess | undefined;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly home: PostgresHome,
    private readonly say: (line: string) => void,
    private readonly trouble: (error: unknown) => void,
  ) {}

  /** The URL of the role that owns the database. @throws StartupError that says why it does not start. */
  async start(): Promise<string> {
    try {
      await stopOrphan(this.home.cluster, this.say);
      this.say('starting the database');
      const url = await this.first();
      this.keeping = this.keep();
      return url;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.server?.stop();
    await this.keeping;
    rmSync(this.home.sockets, { recursive: true, force: true });
  }

  /** Children of a postmaster that was killed may linger; PostgreSQL refuses to start beside them, so it is tried again. */
  private async first(): Promise<string> {
    for (const end = Date.now() + PATIENCE_MS; ; await stopOrphan(this.home.cluster, this.say)) {
      const url = await this.attempt();
      if (url !== undefined) return url;
      const complaint = this.complaint();
      if (!NOT_GONE_YET.test(complaint) || Date.now() > end)
        throw new StartupError('DATA_DIR', `the database in ${this.home.directory} does not start: ${complaint}`);
      await sleep(RETRY_MS);
    }
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    for (; ; await pause()) {
      await this.server?.exited;
      if (signal.aborted) return;
      this.trouble(new Error(`the database has ended and is started again: ${this.complaint()}`));
      await this.again().catch(this.trouble);
    }
  }

  private async again(): Promise<void> {
    await stopOrphan(this.home.cluster, this.say);
    await this.attempt();
  }

  private complaint = (): string => lastComplaint(this.server?.tail() ?? '');

  /** Undefined where it ended instead. If we die within, the shell that watches us ends it. */
  private async attempt(): Promise<string | undefined> {
    if (this.stopped.signal.aborted) return undefined;
    const { cluster, sockets, postgres, runAs } = this.home;
    // What a crash left there could keep it from starting.
    for (const name of readdirSync(sockets)) rmSync(join(sockets, name));
    runAs.own(sockets);
    runAs.own(cluster); // it may have run as another account before
    const server = startWatched(runAs, postgres, postgresSettings(cluster, sockets));
    this.server = server;
    try {
      const url = await this.open(server);
      if (url === undefined) await server.exited;
      return url;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private async open(server: WatchedProcess): Promise<string | undefined> {
    const { sockets, password } = this.home;
    const login = { host: sockets, port: 5432, user: 'postgres', database: 'postgres', password };
    const superuser = await connectWhenReady(server, login);
    if (superuser === undefined) return undefined;
    try {
      return await migratorDatabase(superuser, password, sockets);
    } finally {
      await superuser.end();
    }
  }
}
