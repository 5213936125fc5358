import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { newId as newRequestId } from './platform/new-id.js';
import { grpcWeb } from './argocd/grpc-web.js';
import { rest } from './argocd/rest.js';
import { argocdMethods } from './argocd/services.js';
import { AppModule, type Settings } from './app.module.js';
import { Projections } from './event-log/projections.js';
import type { Config } from './config.js';
import { corsOf } from './http/cors.js';
import { formBody } from './http/form-body.js';
import { jsonBody } from './http/json-body.js';
import { sendProblem } from './http/problem.filter.js';
import { refuseCrowd } from './http/refuse-crowd.js';
import { refuseEarly } from './http/refuse-early.js';
import { securityHeaders } from './http/security-headers.js';
import type { Ledger } from './assemble-ledger.js';
import { logAnswer, NestLogger } from './platform/logger.js';
import { watchPools } from './platform/metrics/watch-pools.js';
import { watchProjections } from './platform/metrics/watch-projections.js';

/** Larger than any request that makes sense, smaller than what hurts. */
const BODY_LIMIT = 64 * 1024;
/** The rules of who may do what are one body. */
const LARGER = new Map([['/v1/policy/permissions', 1024 * 1024]]);
const limitOf = (path: string) => (LARGER.has(path) ? { bodyLimit: LARGER.get(path) } : {});

/** The application over an open ledger; it listens nowhere by itself. */
export async function createApp(
  ledger: Ledger,
  {
    publicUrl,
    witnesses,
    selfCheckHours,
    keySettings,
    corsOrigins,
    trustedProxies,
  }: Settings & Pick<Config, 'corsOrigins' | 'trustedProxies'>,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const watch = watching(ledger, publicUrl);
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: [...trustedProxies],
    bodyLimit: BODY_LIMIT,
    genReqId: () => newRequestId(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: watch.refusePath,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.over(ledger, { publicUrl, witnesses, selfCheckHours, keySettings }),
    adapter,
    {
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => void Object.assign(route, limitOf(route.url)));
  app.useBodyParser('application/json', {}, jsonBody(fastify));
  app.useBodyParser('application/x-www-form-urlencoded', {}, formBody);
  fastify.addHook('onRequest', async (request, reply) => watch.begin(request, reply));
  if (corsOrigins.length > 0) await app.register(cors, corsOf(corsOrigins));
  fastify.addHook('onRequest', refuseCrowd());
  fastify.addHook('onRequest', refuseEarly);
  fastify.addHook('onResponse', async (request, reply) => watch.end(request, reply));
  await app.init();
  const methods = argocdMethods(app);
  await grpcWeb(fastify, methods);
  await rest(fastify, methods);
  await fastify.ready();
  watchPools(ledger.metrics, { checks: ledger.pool, queries: poolOf(app.get(DataSource)) });
  watchProjections(ledger.metrics, app.get(Projections));
  return app;
}

/** What every request gets, whoever answers it. */
function watching({ metrics }: Ledger, issuer: string) {
  const always = securityHeaders(issuer);
  const begin = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers({ ...always, 'x-request-id': request.id });
  };
  const end = (request: FastifyRequest, reply: FastifyReply) => {
    logAnswer(request, reply);
    metrics.http(request, reply);
  };
  /** For a path that no route can be looked up for: no hook runs, and the framework's own answer would repeat it. */
  const refusePath: NonNullable<FastifyServerOptions['frameworkErrors']> = (error, request, reply) => {
    begin(request, reply);
    sendProblem(error, request, reply);
    end(request, reply);
  };
  return { begin, end, refusePath };
}

const poolOf = ({ driver }: DataSource): Pool => (driver as PostgresDriver).master;
