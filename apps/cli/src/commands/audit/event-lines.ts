import type { Schemas } from '@tokenledger/api-client';
import type { UserNames } from '../../user-names.js';
import { eventLine } from './event-line.js';

type Event = Schemas['TrailItem'];

/** Events for a person: a line each, accounts by their names. */
export async function eventLines(events: readonly Event[], names: UserNames): Promise<string[]> {
  await names.learn(events.flatMap(({ actor, subject }) => [actor, subject].filter(isUser).map(({ id }) => id)));
  return events.map((event) => eventLine(event, names.of));
}

const isUser = ({ type }: { type: string }): boolean => type === 'user';
