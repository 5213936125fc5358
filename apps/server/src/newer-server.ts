import { NewerLog } from './event-log/broken-log.js';
import { UnreadableEvent } from './event-log/unreadable-event.js';
import { StartupError } from './platform/startup-error.js';

/** One line for what only a newer server can read; whatever else it is, as it is. */
export const newerServer = (error: unknown): unknown =>
  error instanceof NewerLog || error instanceof UnreadableEvent
    ? new StartupError('DATABASE_URL', error.message, { cause: error })
    : error;
