import type { DomainEvent, Recorded } from '@tokenledger/domain';
import type { Appended } from './append.js';

/** The first event of a type: what a command answers with. */
export function firstOf<Type extends DomainEvent['type']>({ events }: Appended, type: Type) {
  const event = events.find((one): one is Recorded<Extract<DomainEvent, { type: Type }>> => one.type === type);
  if (!event) throw new Error(`the append holds no ${type}`);
  return event;
}
