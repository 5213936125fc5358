import type { Decision } from '../refusal.js';
import type { LogChecked } from './log.events.js';

/** What a look at everything has come to. `origin`: the log's name. */
export const checkLog = (origin: string, data: LogChecked['data']): Decision<LogChecked> => [
  { type: 'LogChecked', schema: 1, stream: 'log', subject: { type: 'log', id: origin }, data, personal: [] },
];
