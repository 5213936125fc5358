import type { Decision } from '../refusal.js';
import type { StateReplaced } from './log.events.js';

/** What is derived from the log is put back to what the log says. `origin`: the log's name. */
export const replaceState = (origin: string, data: StateReplaced['data']): Decision<StateReplaced> => [
  { type: 'StateReplaced', schema: 1, stream: 'log', subject: { type: 'log', id: origin }, data, personal: [] },
];
