import { applyDecorators, type CanActivate, type ExecutionContext, UseGuards } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../http/invalid-request.js';

const FORM = 'application/x-www-form-urlencoded';

class FormOnly implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (type.trim().toLowerCase() === FORM) return true;
    throw new InvalidRequest([{ pointer: '', detail: `The body has to be a form: ${FORM}.` }]);
  }
}

/** The endpoints of OAuth take forms and nothing else (RFC 7662 section 2.1, RFC 7009 section 2.1). */
export const Form = () => applyDecorators(UseGuards(FormOnly), ApiConsumes(FORM));
