import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

const MAIN = fileURLToPath(new URL('../../../server/dist/main.js', import.meta.url));
const PATIENCE_MS = 15_000;

export interface OwnServer {
  /** Where it is, once it is ready. */
  readonly ready: Promise<string>;
  readonly secret: string;
  /** Ends it and removes all it has stored. */
  stop(): Promise<void>;
}

/** A server for one story: a free port, a folder of its own, a password that nobody else gets to know. */
export function launchServer(): OwnServer {
  const folder = mkdtempSync(join(tmpdir(), 'tokenledger-demo-'));
  const secret = randomBytes(18).toString('base64url');
  const child = launch({ PORT: '0', PUBLIC_URL: 'http://localhost', DATA_DIR: folder, ADMIN_PASSWORD: secret });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  return { ready: readyUrl(child), secret, stop };
}

/** In a process group of its own: Ctrl-C reaches the story alone, which stops its server in order. */
function launch(settings: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const env = { PATH, HOME, TMPDIR, LOG_LEVEL: 'error', ...settings };
  return spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

function readyUrl(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = /ready: (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.once('error', reject);
    child.once('close', () => reject(new Failure(EXIT.refused, `the server did not start: ${said.trim()}`)));
  });
}
