import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loginOf } from '../../../apps/server/src/platform/migrator-login.js';
import type { Api } from '../../support/api.js';
import { DatabaseProxy } from '../../support/database-proxy.js';
import { freeze } from '../../support/freeze.js';
import { newDataDir, startServer, type TestServer } from '../../support/server.js';

const SHIFTED_CLOCK = new URL('../../support/shifted-clock.js', import.meta.url).href;
const PAUSE_MS = 200;
const PATIENCE_MS = 120_000;

/** A server with a way of its own to the database, that is started again whenever it has died. */
export class SupervisedServer {
  private readonly dataDir = newDataDir();
  private readonly clockFile = `${this.dataDir}/clock-shift`;
  private running: TestServer | undefined;

  private constructor(
    readonly name: string,
    readonly proxy: DatabaseProxy,
    private readonly keysFile: string | undefined,
  ) {}

  /** `like`: whose keys it shares. */
  static async start(name: string, databaseUrl: string, like?: SupervisedServer): Promise<SupervisedServer> {
    const proxy = await DatabaseProxy.to(loginOf(databaseUrl));
    const server = new SupervisedServer(name, proxy, like?.ownKeysFile);
    server.shiftClock(0);
    try {
      await server.serve();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Undefined while nobody would answer: its port may be somebody else's by then. */
  get api(): Api | undefined {
    return this.running?.api;
  }

  get ownKeysFile(): string {
    return `${this.dataDir}/keys.json`;
  }

  /** SIGKILL; it serves again when this resolves. */
  async kill(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await running?.kill();
    await this.serve();
  }

  freeze(seconds: number): Promise<void> {
    return freeze([this.running!.process.pid!], seconds);
  }

  shiftClock(milliseconds: number): void {
    writeFileSync(this.clockFile, String(milliseconds));
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    await this.proxy.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Its start ends with an error as long as the database is away, and is tried again; with any other, it never serves. */
  private async serve(): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS))
      try {
        this.running = await startServer({ databaseUrl: this.databaseUrl, dataDir: this.dataDir, env: this.env });
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
      }
  }

  private get databaseUrl(): string {
    const { host, port, user, password, database } = this.proxy.login;
    return `postgres://${user}:${String(password)}@${host}:${port}/${database}`;
  }

  private get env(): Record<string, string> {
    const clock = { NODE_OPTIONS: `--import=${SHIFTED_CLOCK}`, CLOCK_SHIFT_FILE: this.clockFile };
    return {
      ...clock,
      LOG_LEVEL: 'error',
      SELF_CHECK_HOURS: '0',
      ...(this.keysFile ? { KEYS_FILE: this.keysFile } : {}),
    };
  }
}
