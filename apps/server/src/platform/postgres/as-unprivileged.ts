import { execFile } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { isNativeError } from 'node:util/types';
import { chownTree } from './chown-tree.js';
import { StartupError } from '../startup-error.js';
import { SYSTEM_ENVIRONMENT } from './system-environment.js';

const run = promisify(execFile);

/** How to run PostgreSQL, which refuses to be root. */
export interface Unprivileged {
  /** Goes before the command. */
  readonly prefix: readonly string[];
  readonly account: { readonly uid?: number; readonly gid?: number };
  /** Gives a file, or a folder and all in it, to whom PostgreSQL runs as. If we die within, the next call completes it. */
  own(path: string): void;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

export async function asUnprivileged(directory: string, postgres: string): Promise<Unprivileged> {
  const root = process.getuid?.() === 0;
  let refusal = 'there is neither an account "postgres" nor "nobody"';
  for (const candidate of root ? await standIns(directory) : [asOurselves]) {
    const runAs = candidate();
    const reason = await refusalOf(runAs, directory, postgres);
    if (reason === undefined) return runAs;
    refusal = reason;
  }
  throw new StartupError('DATA_DIR', root ? adviceForRoot(directory, refusal) : `PostgreSQL cannot run: ${refusal}`);
}

function asOurselves(): Unprivileged {
  return { prefix: [], account: {}, own: () => undefined };
}

async function standIns(directory: string): Promise<(() => Unprivileged)[]> {
  const accounts = (await Promise.all(['postgres', 'nobody'].map(accountNamed))).flat();
  return [...accounts.slice(0, 1).map(inNamespace), ...accounts.map((account) => underAccount(account, directory))];
}

async function accountNamed(name: string): Promise<Account[]> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map((which) => run('id', [which, name], { env: SYSTEM_ENVIRONMENT })),
    );
    return [{ uid: Number(uid?.stdout), gid: Number(gid?.stdout) }];
  } catch {
    return [];
  }
}

/**
 * A user namespace in which we, still root outside, appear as this account and hold no privileges. It reaches whatever
 * root owns, so nothing needs another owner. initdb wants a name for the account, so it must be one that exists.
 */
function inNamespace({ uid, gid }: Account): () => Unprivileged {
  const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  return () => ({ prefix, account: {}, own: (path) => chownTree(path, 0, 0) });
}

function underAccount(account: Account, directory: string): () => Unprivileged {
  return () => {
    const { uid, mode } = statSync(directory);
    chownSync(directory, uid, account.gid);
    chmodSync(directory, (mode & 0o7777) | 0o010); // may pass through to its own folders, cannot list ours
    return { prefix: [], account, own: (path) => chownTree(path, account.uid, account.gid) };
  };
}

async function refusalOf(runAs: Unprivileged, directory: string, postgres: string): Promise<string | undefined> {
  const [command, ...args] = [...runAs.prefix, '/bin/sh', '-c', 'cd "$0" && exec "$1" --version', directory, postgres];
  try {
    await run(command, args, { ...runAs.account, cwd: '/', env: SYSTEM_ENVIRONMENT, timeout: 10_000 });
    return undefined;
  } catch (error) {
    if (!isNativeError(error)) throw error;
    const stderr = 'stderr' in error ? String(error.stderr).trim() : '';
    return (stderr || error.message).split('\n').at(-1);
  }
}

function adviceForRoot(directory: string, refusal: string): string {
  return (
    `PostgreSQL refuses to run as root, and no other account can use ${directory} and the installation (${refusal}); ` +
    'start as an ordinary user, or move both to where everybody may read, or allow user namespaces (unshare)'
  );
}
