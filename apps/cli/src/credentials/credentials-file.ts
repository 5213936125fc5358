import { mkdir, readFile, stat, chmod } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { replaceDurably } from './replace-durably.js';

export interface Credential {
  readonly username: string;
  readonly token: string;
  readonly expiresAt: string | null;
}

export interface Credentials {
  /** The server of the last sign-in: where commands go that name none. */
  readonly current: string | null;
  readonly servers: Readonly<Record<string, Credential>>;
}

const NONE: Credentials = { current: null, servers: {} };

/** XDG Base Directory: a relative path is to be ignored. */
function folder(): string {
  const { XDG_CONFIG_HOME = '' } = process.env;
  return join(isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(homedir(), '.config'), 'tokenledger');
}

export const credentialsFile = (): string => join(folder(), 'credentials.json');

export async function readCredentials(): Promise<Credentials> {
  const file = credentialsFile();
  try {
    await keepToOwner(file);
    return parsed(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE;
    throw error instanceof Failure ? error : new Failure(EXIT.refused, `${file} ${whyUnreadable(error)}`);
  }
}

function parsed(text: string): Credentials {
  const credentials = JSON.parse(text) as Credentials | null;
  if (typeof credentials?.servers !== 'object' || credentials.servers === null) throw new SyntaxError('no servers');
  return credentials;
}

/** Two sign-ins at once both stay. */
export async function changeCredentials(change: (credentials: Credentials) => Credentials): Promise<void> {
  const file = credentialsFile();
  try {
    await mkdir(folder(), { recursive: true, mode: 0o700 });
    await chmod(folder(), 0o700);
    await replaceDurably(file, async () => `${JSON.stringify(change(await readCredentials()), null, 2)}\n`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.refused, `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

const GROUP_AND_OTHERS = 0o077;

/** A file that others can read is closed to them, and said so; one that is not ours is not believed. */
async function keepToOwner(file: string): Promise<void> {
  const { uid, mode } = await stat(file);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Failure(EXIT.refused, `${file} belongs to somebody else, so it is not used.`);
  if (process.platform === 'win32' || (mode & GROUP_AND_OTHERS) === 0) return;
  await chmod(file, 0o600);
  process.stderr.write(`${file} could be read by others; that is mended. Sign in again if somebody may have.\n`);
}

const whyUnreadable = (error: unknown): string =>
  error instanceof SyntaxError
    ? 'is not what tokenledger wrote; remove it and sign in again.'
    : `cannot be read (${(error as NodeJS.ErrnoException).code}).`;
