import type { TrailRead } from './user.events.js';
import { userEvent } from './user-event.js';

/** `question`: the route and its filters, without the page: one reader's paging is one question. */
export const readTrail = (userId: string, question: string): readonly TrailRead[] => [
  userEvent('TrailRead', { userId, question }),
];
