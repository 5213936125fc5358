import { type Decision, refuse } from '../refusal.js';
import type { LogRecovered } from './log.events.js';

/**
 * A log goes on after a loss, under a name that it has never had: the positions of what is lost are used again, and no
 * two checkpoints of one name may differ about a position.
 */
export function recoverLog(names: readonly string[], data: LogRecovered['data']): Decision<LogRecovered> {
  if (names.includes(data.origin)) return refuse('name_taken', 'The log has had this name before; give it a new one.');
  return [
    { type: 'LogRecovered', schema: 1, stream: 'log', subject: { type: 'log', id: data.origin }, data, personal: [] },
  ];
}
