import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Caller, permits, permitsSomewhere } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { Check } from '../check/check.js';
import { Uses } from '../check/uses.js';
import { Refused } from '../event-log/refused.js';
import { ACCESS, type Access } from './permission.decorator.js';
import { placeOf } from './request-context.js';

/**
 * Stands before every route. What it lets through is judged again, under the log's lock, wherever something changes:
 * here the answer is fresh, there it is final.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly check: Check,
    private readonly uses: Uses,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw new Refused({ refused: 'forbidden', detail: 'This route does not say what it needs.' });
    if (access.public) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.authenticate(request);
    request.caller = caller;
    if (allowed(caller, access, request)) return true;
    throw new Refused({
      refused: 'forbidden',
      detail: `This needs the permission ${access.resource}:${access.action}.`,
    });
  }

  private async authenticate(request: FastifyRequest): Promise<Caller> {
    const header = request.headers.authorization;
    const secret = header && /^Bearer ([^ ]+)$/i.exec(header)?.[1];
    if (!secret) throw new Refused({ refused: 'unauthenticated', detail: 'Send a token: Authorization: Bearer …' });
    const verdict = await this.check.ask(secret);
    // One that is good at another service is neither used here nor dead.
    if (!verdict.good || verdict.forUs) this.uses.note(verdict, placeOf(request));
    if (verdict.good && verdict.forUs) return verdict.caller;
    throw new Refused({ refused: 'invalid_token', detail: 'The credential is not good.' });
  }
}

function allowed(
  caller: Caller,
  { resource, action, object }: Extract<Access, { public: false }>,
  request: FastifyRequest,
) {
  const concerned = object(request);
  return concerned === undefined
    ? permitsSomewhere(caller, { resource, action, object: '*' })
    : permits(caller, { resource, action, object: concerned });
}
