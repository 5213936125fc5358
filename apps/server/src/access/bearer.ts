import type { FastifyRequest } from 'fastify';
import { Refused } from '../event-log/refused.js';
import { InvalidRequest } from '../http/invalid-request.js';

/** RFC 6750 section 2.1, with as many spaces as RFC 9110 section 11.4 allows. */
const CREDENTIALS = /^Bearer +([\w\-.~+/]+=*)$/i;
const SCHEME = /^Bearer(\s|$)/i;

/**
 * The token that the request bears in its Authorization header, the only place where one is looked for: URLs are logged,
 * and kept by whoever they pass. A second one, wherever it stands, leaves open which is meant.
 */
export function bearerOf({ raw, query, body }: FastifyRequest): string {
  const [header = '', ...others] = raw.headersDistinct['authorization'] ?? [];
  if (!SCHEME.test(header) && others.length === 0)
    throw new Refused({
      refused: 'unauthenticated',
      detail: 'Send a token, as in Authorization: Bearer mF_9.B5f-4.1JqM',
    });
  const secret = CREDENTIALS.exec(header)?.[1];
  if (secret && others.length === 0 && !namesToken(query) && !namesToken(body)) return secret;
  throw new InvalidRequest([
    { pointer: '#Authorization', detail: 'Send one token, in one place, spelled as RFC 6750 says.' },
  ]);
}

/** The other two places of RFC 6750, sections 2.2 and 2.3. */
const namesToken = (fields: unknown): boolean =>
  typeof fields === 'object' && fields !== null && Object.hasOwn(fields, 'access_token');
