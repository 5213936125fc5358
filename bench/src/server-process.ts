import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(import.meta.resolve('@tokenledger/server/main'));

export const PUBLIC_URL = 'http://tokens.bench';

/** A server as everybody starts it, with a database of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Asks it to end, unless it has. */
  readonly stop: () => Promise<void>;
}

export async function startServer(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    PORT: '0',
    PUBLIC_URL,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    SELF_CHECK_HOURS: '0',
    ...settings,
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await Promise.race([readyUrl(child), ended]);
  if (url === undefined) throw new Error(`the server ended with ${child.exitCode}`);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, child, stop };
}

const readyUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /ready: (http:\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
  });
