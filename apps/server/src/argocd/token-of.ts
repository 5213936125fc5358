import type { FastifyRequest } from 'fastify';

/** Argo CD takes a bearer token for one only where it looks like a JWT; here both formats are good. */
const BEARER = /^Bearer ([\w-]+(?:\.[\w-]+\.[\w-]+)?)$/;
const COOKIE = /(?:^|;\s*)argocd\.token=([^;]*)/;

/**
 * The token of a request, from the first of the places that Argo CD looks at: its own header counts even when it is
 * empty; a cookie only where a browser asks, at the REST paths.
 */
export function tokenOf({ headers, url }: FastifyRequest): string | undefined {
  const rest = url.startsWith('/api/');
  const own = headers[rest ? 'grpc-metadata-token' : 'token'];
  if (own !== undefined) return String(own);
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1];
  return bearer ?? (rest ? COOKIE.exec(headers.cookie ?? '')?.[1] : undefined);
}
