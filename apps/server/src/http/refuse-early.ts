import type { FastifyRequest } from 'fastify';
import { Refused } from '../event-log/refused.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The content type of its requests, where it is another than that of all. */
    readonly speaks?: string;
  }
}

/** Longer than any that makes sense, and short enough to pass through proxies as they come. */
const LONGEST_URL = 8 * 1024;

/** What can be refused before anything of the body has been read. */
export async function refuseEarly(request: FastifyRequest): Promise<void> {
  if (request.url.length > LONGEST_URL)
    throw new Refused({ refused: 'uri_too_long', detail: 'The path and query are too long.' });
  refuseContentType(request);
}

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * OAuth speaks in forms (RFC 6749 appendix B), everything else in JSON. A form is what another site's page can send
 * without being asked first, so it is understood nowhere else.
 */
function refuseContentType({ method, headers, routeOptions }: FastifyRequest): void {
  const given = headers['content-type'];
  if (given === undefined || routeOptions.url === undefined || BODILESS.has(method)) return;
  const own = routeOptions.url.startsWith('/oauth2/') ? 'application/x-www-form-urlencoded' : 'application/json';
  const wanted = routeOptions.config.speaks ?? own;
  if (given.split(';')[0]!.trim().toLowerCase() === wanted) return;
  throw new Refused({ refused: 'unsupported_media_type', detail: `The body has to be ${wanted}.` });
}
