import type { LoggerService } from '@nestjs/common';
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
