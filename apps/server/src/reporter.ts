import type { Config } from './config.js';
import type { Reporter } from './open-ledger.js';
import { createLogger } from './platform/logger.js';

/** Progress goes to a person; what goes wrong on the way, and is tried again, into the log. */
export function reporterOf({ logLevel }: Pick<Config, 'logLevel'>, say: Reporter['say']): Reporter {
  const logger = createLogger(logLevel);
  return { say, trouble: (error) => logger.warn({ err: error }, 'an attempt on the database failed') };
}
