import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../event-log/refused.js';

/** About a second of work. Whoever waited longer would be answered too late, and hold memory meanwhile. */
const MOST_UNDER_WAY = 1000;
/** A supervisor must not take a server that is busy for one that is dead. */
const HEALTH = '/health/';

/** What comes while so much is under way is refused at once, before its credential or its body is looked at. */
export function refuseCrowd(): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  let underWay = 0;
  return async ({ routeOptions }, { raw }) => {
    if (routeOptions.url?.startsWith(HEALTH)) return;
    if (underWay >= MOST_UNDER_WAY)
      throw new Refused({ refused: 'overloaded', detail: 'Too many requests are under way.' });
    underWay += 1;
    raw.once('close', () => (underWay -= 1));
  };
}
