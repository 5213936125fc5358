import type { LogOpened } from './log/log.events.js';
import type { PolicyChanged } from './policy/policy.events.js';
import type { UserEvent } from './user/user.events.js';

/** Every event there is. */
export type DomainEvent = LogOpened | PolicyChanged | UserEvent;
