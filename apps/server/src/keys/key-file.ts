import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Key } from '@tokenledger/domain';
import { tryLock } from 'fs-native-extensions';
import { Refused } from '../event-log/refused.js';
import { StartupError } from '../platform/startup-error.js';
import { wiping } from '../platform/wipe.js';
import { writeDurably } from '../platform/write-durably.js';
import { generateKeys, type Keys, parseKeys, serializeKeys } from './keys.js';

/** Where the keys come from: the variable KEYS, or else the file KEYS_FILE. */
export interface KeySource {
  readonly secret: string | undefined;
  readonly file: string;
}

export const settingOf = ({ secret }: KeySource): string => (secret === undefined ? 'KEYS_FILE' : 'KEYS');

/** Why a server does not start that would have to refuse everything. */
export const lacksKey = (source: KeySource, { use, id }: Pick<Key, 'use' | 'id'>): StartupError =>
  new StartupError(
    settingOf(source),
    `the ${use} key ${id}, which the log works with, is not among these; copy it from another server, or restore it`,
  );

/** Undefined where there are none yet. */
export function loadKeys({ secret, file }: KeySource): Keys | undefined {
  if (secret !== undefined) return parsed('KEYS', secret);
  return existsSync(file)
    ? parsed(
        'KEYS_FILE',
        onDisk(file, () => readFileSync(file, 'utf8')),
      )
    : undefined;
}

/** Only for an empty log, and only under the migration lock: new keys beside an old log would be another log's. */
export function createKeys({ file }: KeySource): Keys {
  const keys = generateKeys();
  onDisk(file, () => writeDurably(file, serializeKeys(keys)));
  return keys;
}

const PATIENCE_MS = 5000;
const PAUSE_MS = 20;

/**
 * Changes the file, alone among all processes that have it: `work` is given what stands there now, and `put`, which puts others
 * there whole. Whoever dies anywhere leaves the old file or the new one, and no lock.
 *
 * @throws Refused where it cannot be written to.
 */
export async function changeKeys(
  source: KeySource,
  work: (keys: Keys, put: (keys: Keys) => void) => Promise<void>,
): Promise<void> {
  if (source.secret !== undefined)
    throw new Refused({
      refused: 'not_yet',
      detail: 'The keys are those of the variable KEYS, which only you change.',
    });
  const { file } = source;
  const fd = writable(() => openSync(`${file}.lock`, 'a+', 0o600));
  try {
    for (const end = Date.now() + PATIENCE_MS; !tryLock(fd); await sleep(PAUSE_MS))
      if (Date.now() > end) throw new Refused({ refused: 'overloaded', detail: 'Another process has the keys.' });
    await work(presentKeys(source), (keys) =>
      writable(() => wiping(file, () => writeDurably(file, serializeKeys(keys)))),
    );
  } finally {
    closeSync(fd);
  }
}

/** What stands in the file now; undefined for the variable, which does not change while a server runs. */
export async function readKeys({ secret, file }: KeySource): Promise<Keys | undefined> {
  if (secret !== undefined) return undefined;
  const read = async () => parseKeys(await readFile(file, 'utf8'));
  // One that was replaced while it was read has been written over.
  return read().catch(read);
}

function presentKeys(source: KeySource): Keys {
  try {
    const keys = loadKeys(source);
    if (keys) return keys;
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
  }
  throw new Refused({ refused: 'not_yet', detail: 'KEYS_FILE cannot be read; restore it.' });
}

function writable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refused({ refused: 'not_yet', detail: `KEYS_FILE cannot be written to (${code}); that is yours to do.` });
  }
}

function onDisk<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError('KEYS_FILE', `${file} cannot be used (${code}); name a file that this account may use`, {
      cause: error,
    });
  }
}

function parsed(setting: string, secret: string): Keys {
  try {
    return parseKeys(secret);
  } catch (error) {
    throw new StartupError(setting, `${(error as Error).message}; restore them from your backup`, { cause: error });
  }
}
