import { readFileSync } from 'node:fs';
import { DEFAULT_SERVER } from '../context.js';
import { serverUrl } from '../credentials/server-url.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { launchServer } from './own-server.js';

/** The server that the story plays at, and who tells it. */
export interface Stage {
  readonly server: string;
  readonly own: boolean;
  readonly username: string;
  readonly secret: string;
}

/** The server that runs, or one of its own. `undo` is told what to take away in the end. */
export async function setStage(undo: (step: () => Promise<void>) => void): Promise<Stage> {
  const { TOKENLEDGER_SERVER, ADMIN_USERNAME } = process.env;
  const server = serverUrl(TOKENLEDGER_SERVER || DEFAULT_SERVER);
  if (await runs(server)) return { server, own: false, username: ADMIN_USERNAME || 'admin', secret: knownPassword() };
  const own = launchServer();
  undo(() => own.stop());
  return { server: await own.ready, own: true, username: 'admin', secret: own.secret };
}

async function runs(server: string): Promise<boolean> {
  try {
    const live = await fetch(`${server}/health/live`, { signal: AbortSignal.timeout(3000) });
    return ((await live.json()) as { status?: unknown }).status === 'up';
  } catch {
    return false;
  }
}

const FIRST_PASSWORD = '.data/first-password';

function knownPassword(): string {
  const { ADMIN_PASSWORD } = process.env;
  try {
    return ADMIN_PASSWORD || readFileSync(FIRST_PASSWORD, 'utf8').trim();
  } catch {
    throw new Failure(EXIT.usage, `a server is running: set ADMIN_PASSWORD, for there is no ${FIRST_PASSWORD}.`);
  }
}
