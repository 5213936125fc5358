import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyServerOptions, LogController } from 'fastify';
import type { Logger } from 'pino';
import { v7 as newRequestId } from 'uuid';
import { AppModule } from './app.module.js';
import { jsonBody } from './http/json-body.js';
import { sendProblem } from './http/problem.filter.js';
import type { Ledger } from './open-ledger.js';
import { NestLogger } from './platform/logger.js';

/** Larger than any request that makes sense, smaller than what hurts. */
const BODY_LIMIT = 64 * 1024;

/** Answers hold tokens and personal data: nobody keeps, frames, sniffs or refers to them. */
const ALWAYS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** For a path that no route can be looked up for. The framework's own answer would repeat it. */
const refusePath: NonNullable<FastifyServerOptions['frameworkErrors']> = (error, request, reply) => {
  void reply.header('x-request-id', request.id);
  sendProblem(error, request, reply);
};

/** The application over an open ledger; it listens nowhere by itself. */
export async function createApp(ledger: Ledger, issuer: string, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    genReqId: () => newRequestId(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refusePath,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(ledger, issuer), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  app.useBodyParser('application/json', {}, jsonBody(fastify));
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...ALWAYS, 'x-request-id': request.id });
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, milliseconds }, 'answered');
  });
  await app.init();
  await fastify.ready();
  return app;
}
