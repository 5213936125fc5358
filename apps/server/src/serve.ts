import 'reflect-metadata';
import type { Config } from './config.js';
import { createApp } from './create-app.js';
import { securityHeaders } from './http/security-headers.js';
import { openLedger, type Reporter } from './open-ledger.js';
import { bindDoor } from './platform/door.js';
import { lockDataDir } from './platform/data-dir.js';
import { startEmbeddedPostgres } from './platform/postgres/embedded-postgres.js';
import { ofEmbedded } from './platform/postgres/of-embedded.js';
import { startAnchor } from './start-anchor.js';
import { createLogger } from './platform/logger.js';
import { loginOf } from './platform/migrator-login.js';

export interface Running {
  readonly url: string;
  /** Answers what was asked, then lets go of everything in the reverse order of its start. */
  stop(): Promise<void>;
}

/**
 * Starts the server. What could disturb a running one comes first: the lock of DATA_DIR, then the port; only then is
 * anything started or changed. Whatever fails, what was started before it is stopped again.
 *
 * @throws StartupError that names the setting at fault.
 */
export async function serve(config: Config, say: (line: string) => void): Promise<Running> {
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { url: await start(config, say, undo), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, say: (line: string) => void, undo: (() => unknown)[]): Promise<string> {
  const logger = createLogger(config.logLevel);
  const reporter: Reporter = {
    say,
    trouble: (error) => logger.warn({ err: error }, 'an attempt on the database failed'),
  };
  const dataDir = lockDataDir(config.dataDir);
  undo.push(() => dataDir.release());
  const door = await bindDoor(config.port, config.host, securityHeaders(config.publicUrl));
  undo.push(() => door.close());
  const embedded =
    config.databaseUrl === undefined ? await startEmbeddedPostgres(dataDir, say, reporter.trouble) : undefined;
  undo.push(() => embedded?.stop());
  const ledger = await openLedger(config, loginOf(config.databaseUrl ?? embedded!.url), reporter).catch((error) => {
    throw embedded ? ofEmbedded(error) : error;
  });
  undo.push(() => ledger.close());
  if (config.anchorDir !== undefined) {
    const anchor = await startAnchor(config.anchorDir, ledger, reporter);
    undo.push(() => anchor.stop());
  }
  const app = await createApp(ledger, config, logger);
  undo.push(() => app.close());
  const fastify = app.getHttpAdapter().getInstance();
  door.open((request, response) => fastify.routing(request, response));
  undo.push(() => door.close()); // at a stop it closes first: nothing behind it goes while a request is under way
  return `http://${shown(config.host)}:${door.port}`;
}

const shown = (host: string): string => (host.includes(':') ? `[${host}]` : host);
