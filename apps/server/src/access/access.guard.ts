import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Caller, lacking, permits, permitsSomewhere } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { Refused } from '../event-log/refused.js';
import { Authenticator } from './authenticator.js';
import { ACCESS, type Access } from './permission.decorator.js';

/**
 * Stands before every route. What it lets through is judged again, under the log's lock, wherever something changes:
 * here the answer is fresh, there it is final.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw new Refused({ refused: 'forbidden', detail: 'This route does not say what it needs.' });
    if ('public' in access) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = await this.authenticator.authenticate(request, ({ forUs }) => forUs);
    request.caller = caller;
    if ('anyCaller' in access || allowed(caller, access, request)) return true;
    throw new Refused(lacking(access));
  }
}

function allowed(
  caller: Caller,
  { resource, action, object }: Extract<Access, { resource: string }>,
  request: FastifyRequest,
) {
  const concerned = object(request);
  return concerned === undefined
    ? permitsSomewhere(caller, { resource, action })
    : permits(caller, { resource, action, object: concerned });
}
