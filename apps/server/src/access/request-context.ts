import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import type { IdempotencyKey } from '../event-log/append.js';
import { InvalidRequest } from '../http/invalid-request.js';

/** Who asks, from where, and whether it may be a repetition. */
export interface RequestContext {
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly idempotency: IdempotencyKey | undefined;
}

/** A request whose credential the guard has found good. */
export interface CallerContext extends RequestContext {
  readonly caller: Caller;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The context of a public route. */
export const Requested = createParamDecorator(
  (_: unknown, host: ExecutionContext): RequestContext => contextOf(host.switchToHttp().getRequest<FastifyRequest>()),
);

/** The context of a route with a permission. */
export const CalledBy = createParamDecorator((_: unknown, host: ExecutionContext): CallerContext => {
  const request = host.switchToHttp().getRequest<FastifyRequest>();
  if (!request.caller) throw new Error('no caller: the route is public');
  return { ...contextOf(request), caller: request.caller };
});

/** Where a request comes from. */
export const placeOf = (request: FastifyRequest): Pick<RequestContext, 'ip' | 'userAgent'> => ({
  ip: ipOf(request),
  userAgent: request.headers['user-agent']?.slice(0, 256),
});

const contextOf = (request: FastifyRequest): RequestContext => ({
  requestId: request.id,
  ...placeOf(request),
  idempotency: idempotencyOf(request),
});

/** What a trusted proxy forwards may still be no address. Then it was the proxy, for all that we know. */
const ipOf = ({ ip, socket }: FastifyRequest): string => (isIP(ip) ? ip : (socket.remoteAddress ?? ''));

const sha256 = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

function idempotencyOf({
  headers,
  caller,
  method,
  url,
  routeOptions,
  body,
}: FastifyRequest): IdempotencyKey | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || !caller) return undefined;
  if (typeof key !== 'string' || !/^[!-~]{1,255}$/.test(key))
    throw new InvalidRequest([{ pointer: '#Idempotency-Key', detail: 'This is 1 to 255 printable ASCII characters.' }]);
  return {
    key: sha256(caller.user.id, method, routeOptions.url ?? '', key),
    body: sha256(url, written(body)),
  };
}

/** Deeper than the stack is deeper than any schema here. */
function written(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidRequest([{ pointer: '', detail: 'This is nested too deeply.' }]);
    throw error;
  }
}
