import type { FastifyCorsOptions, FastifyCorsOptionsDelegateCallback } from '@fastify/cors';

/** What our API uses and nothing else. Credentials stay off: a token is sent by whoever holds it, never by a browser. */
const SHARED = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match'],
  exposedHeaders: ['ETag', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
  maxAge: 600,
} satisfies FastifyCorsOptions;

/** Pages of `origins` may ask. To any other, the server looks as if there were no such thing, preflights included. */
export const corsOf = (origins: readonly string[]) => (): FastifyCorsOptionsDelegateCallback => (request, answer) => {
  const { origin = '', 'access-control-request-method': method } = request.headers;
  answer(null, { ...SHARED, origin: origins.includes(origin), preflight: method !== undefined });
};
