import type { LogOpened } from '@tokenledger/domain';
import type pg from 'pg';
import type { Config } from './config.js';
import { type OpenedLog, readLogNames } from './event-log/log-names.js';
import { loadKeys } from './keys/key-file.js';
import { fingerprints, type Keys } from './keys/keys.js';
import { StartupError } from './platform/startup-error.js';

export interface RecognisedLog extends OpenedLog {
  readonly keys: Keys;
  /** Its name by now. */
  readonly origin: string;
}

/**
 * The log in the database and the keys that it was opened with. Undefined for an empty one.
 *
 * @throws StartupError when the keys are not there, or are those of another log.
 */
export async function recognise(
  migrator: pg.Client,
  { keys }: Pick<Config, 'keys'>,
): Promise<RecognisedLog | undefined> {
  const log = await readLogNames(migrator);
  if (!log) return undefined;
  return { ...log, keys: keysOf(log.opened, keys), origin: log.names.at(-1)!.origin };
}

function keysOf({ origin, keys: expected }: LogOpened['data'], source: Config['keys']): Keys {
  const keys = loadKeys(source);
  const setting = source.secret === undefined ? 'KEYS_FILE' : 'KEYS';
  if (!keys) throw new StartupError(setting, `the log ${origin} exists, but ${source.file} does not; restore its keys`);
  const found = fingerprints(keys, origin);
  for (const [name, fingerprint] of Object.entries(expected))
    if (found[name as keyof typeof found] !== fingerprint)
      throw new StartupError(setting, `these are not the keys of the log ${origin} (${name} differs); restore its own`);
  return keys;
}
