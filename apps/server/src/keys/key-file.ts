import { existsSync, readFileSync } from 'node:fs';
import { StartupError } from '../platform/startup-error.js';
import { writeDurably } from '../platform/write-durably.js';
import { generateKeys, type Keys, parseKeys, serializeKeys } from './keys.js';

/** Where the keys come from: the variable KEYS, or else the file KEYS_FILE. */
export interface KeySource {
  readonly secret: string | undefined;
  readonly file: string;
}

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
