import type { LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { destination, type Logger, pino } from 'pino';

/**
 * Lines of JSON on standard error; standard output belongs to what a person reads. Of a request only its route is
 * written, never its path, query, headers or body: any of them may hold a secret.
 */
export const createLogger = (level: string): Logger =>
  pino({ level, serializers: { req: () => undefined } }, destination(2));

/** Nest's own lines, in the same log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }
}

/** One line an answer. Ids say who it was; names, addresses and whatever else was sent stay out of the log. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { log, method, routeOptions, problem, caller } = request;
  const by = caller && { user: caller.user.id, token: caller.token.id };
  const milliseconds = Math.round(reply.elapsedTime);
  log.info({ method, route: routeOptions.url, status: reply.statusCode, problem, milliseconds, ...by }, 'answered');
}
