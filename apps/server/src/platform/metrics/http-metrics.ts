import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Told of every answered request. */
export function httpMetrics(registry: Registry): (request: FastifyRequest, reply: FastifyReply) => void {
  const registers = [registry];
  const duration = new Histogram({
    name: 'tokenledger_http_request_duration_seconds',
    help: 'Answered requests. The route is its pattern, or none.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const refusals = new Counter({
    name: 'tokenledger_refusals_total',
    help: 'Requests that were answered with a problem, by its code.',
    labelNames: ['code'],
    registers,
  });
  return ({ method, routeOptions, problem }, { statusCode, elapsedTime }) => {
    duration.observe({ method, route: routeOptions.url ?? 'none', status: statusCode }, elapsedTime / 1000);
    if (problem) refusals.inc({ code: problem });
  };
}
