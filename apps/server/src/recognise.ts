import { isInUse, type KnownKeys } from '@tokenledger/domain';
import type pg from 'pg';
import type { Config } from './config.js';
import { type OpenedLog, readLogNames } from './event-log/log-names.js';
import { lacksKey, loadKeys, settingOf } from './keys/key-file.js';
import { digestFingerprint, heldIds, type Keys } from './keys/keys.js';
import { readKeyLife } from './keys/read-life.js';
import { StartupError } from './platform/startup-error.js';

export interface RecognisedLog extends OpenedLog {
  readonly keys: Keys;
  /** What the log says of its keys. */
  readonly life: KnownKeys;
  /** Its name by now. */
  readonly origin: string;
}

/**
 * The log in the database and its keys. Undefined for an empty one.
 *
 * @throws StartupError when the keys are not there, or are those of another log.
 */
export async function recognise(
  migrator: pg.Client,
  { keys }: Pick<Config, 'keys'>,
): Promise<RecognisedLog | undefined> {
  const log = await readLogNames(migrator);
  if (!log) return undefined;
  const life = await readKeyLife(migrator);
  return { ...log, keys: keysOf(log, life, keys), life, origin: log.names.at(-1)!.origin };
}

function keysOf({ opened }: OpenedLog, life: KnownKeys, source: Config['keys']): Keys {
  const { origin } = opened;
  const keys = loadKeys(source);
  const setting = settingOf(source);
  if (!keys) throw new StartupError(setting, `the log ${origin} exists, but ${source.file} does not; restore its keys`);
  if (digestFingerprint(keys) !== opened.keys.digest)
    throw new StartupError(setting, `these are not the keys of the log ${origin} (digest differs); restore its own`);
  const held = new Set(heldIds(keys));
  const lacking = [...life.values()].find((key) => isInUse(key) && !held.has(key.id));
  if (lacking) throw lacksKey(source, lacking);
  return keys;
}
