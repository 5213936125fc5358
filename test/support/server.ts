import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADMIN_PASSWORD } from './admin-password.js';
import { Api } from './api.js';

const MAIN = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

/** A real server in a process of its own. */
export interface TestServer {
  readonly api: Api;
  readonly process: ChildProcess;
  readonly dataDir: string;
  /** Everything it has written to standard output and standard error. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface Start {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'tokenledger-server-'));

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Starts it and waits until it is ready. Servers of one log share keys by sharing the file KEYS_FILE. */
export async function startServer(start: Start): Promise<TestServer> {
  const { child, output, ended, dataDir } = launch(start);
  const url = await Promise.race([readyUrl(child, output), ended.then(() => undefined)]);
  if (url === undefined) throw new Error(`the server ended: ${output()}`);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const { code } = await ended;
    if (start.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  return {
    api: new Api(url),
    process: child,
    dataDir,
    output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL').then(() => undefined),
  };
}

const PATIENCE_MS = 30_000;

/** Starts it and waits until it has ended by itself; one that serves instead is killed, and its code is null. */
export async function runServer(start: Start): Promise<Ended> {
  const { child, ended } = launch(start);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  return ended.finally(() => clearTimeout(timer));
}

function launch({ databaseUrl, dataDir = newDataDir(), env = {} }: Start) {
  const settings = {
    PORT: '0',
    PUBLIC_URL: 'http://tokens.test',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD,
    SELF_CHECK_HOURS: '0',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  };
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output: text })));
  return { child, output: () => text, ended, dataDir };
}

const readyUrl = (child: ChildProcess, output: () => string): Promise<string> =>
  new Promise((resolve) => {
    child.stdout!.on('data', () => {
      const url = /ready: (http:\S+)/.exec(output())?.[1];
      if (url) resolve(url);
    });
  });
