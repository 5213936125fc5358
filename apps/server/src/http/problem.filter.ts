import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Refusal, RefusalCode } from '@tokenledger/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../event-log/database-away.js';
import { Refused } from '../event-log/refused.js';
import { UnreadableEvent } from '../event-log/unreadable-event.js';
import { challengeOf } from './challenge.js';
import { InvalidRequest } from './invalid-request.js';
import { internalProblem, type Problem, problemOf } from './problem.js';
import { PROBLEM_FORM } from './refusal-form.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that the answer is. */
    problem?: Problem['code'];
  }
}

/** Answers for refusals and faults alike. A fault shows nothing outside but the id it is logged under. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest(), http.getResponse());
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemFor(error, request.id);
  request.problem = problem.code;
  if (problem.status === 500) request.log.error({ err: error }, 'fault');
  if (problem.code === 'unavailable') request.log.warn({ err: error }, 'the database does not answer');
  const { retryAfter, needs } = error instanceof Refused ? error.refusal : NOTHING;
  const challenge = challengeOf(problem, needs);
  if (retryAfter !== undefined || problem.status === 503) void reply.header('retry-after', String(retryAfter ?? 1));
  if (challenge) void reply.header('www-authenticate', challenge);
  const form = request.routeOptions.config.refusals ?? PROBLEM_FORM;
  void reply.status(problem.status).type(form.type).send(form.of(problem));
}

const NOTHING: Partial<Refusal> = {};

function problemFor(error: unknown, requestId: string): Problem {
  if (error instanceof InvalidRequest) return problemOf(error.refusal, requestId, error.errors);
  if (error instanceof Refused) return problemOf(error.refusal, requestId);
  if (isDatabaseAway(error)) return problemOf(AWAY, requestId);
  if (error instanceof UnreadableEvent) return problemOf(UNREAD, requestId);
  const refused = REFUSED_BY_FRAMEWORK[statusOf(error)];
  return refused ? problemOf({ refused, detail: detailOf(error) }, requestId) : internalProblem(requestId);
}

const AWAY: Refusal = { refused: 'unavailable', detail: 'The database does not answer; nothing was changed.' };
const UNREAD: Refusal = { refused: 'unavailable', detail: 'A newer server has written what this one cannot read.' };

/** What the framework refuses before our code sees it: unknown paths, bodies that do not parse or are too large. */
const REFUSED_BY_FRAMEWORK: Readonly<Record<number, RefusalCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
}

/** Never the framework's own words: they may quote the input. */
const detailOf = (error: unknown): string => DETAILS[statusOf(error)] ?? 'The request is not valid.';
const DETAILS: Readonly<Record<number, string>> = {
  400: 'The body is not valid for its content type.',
  404: 'There is nothing at this path for this method.',
  413: 'The body is too large.',
  414: 'The path is too long.',
  415: 'This content type is not understood here.',
};
