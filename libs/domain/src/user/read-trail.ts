import type { Subject } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { TrailRead } from './user.events.js';
import { userEvent } from './user-event.js';

/** Who asks what. `question`: the route and its filters, without the page: one reader's paging is one question. */
export interface Reader extends Pick<TrailRead['data'], 'userId' | 'question'> {
  readonly sought: TrailRead['personal'];
}

export const readTrail = ({ userId, question, sought }: Reader): readonly TrailRead[] => [
  userEvent('TrailRead', { userId, question }, sought),
];

/** The history of somebody deleted, or of a token that has ended, stays; of what never was there is none. */
export function readHistory({ users, tokens }: State, { type, id }: Subject, reader: Reader): Decision<TrailRead> {
  const known = type === 'token' ? tokens.has(id) : users.has(id);
  return known ? readTrail(reader) : refuse('not_found', `There is no such ${type}.`);
}
