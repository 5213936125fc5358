import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../event-log/database-away.js';
import { Refused } from '../event-log/refused.js';
import { answerOf, messageHeader, messageIn } from './frames.js';
import { GrpcError, STATUS, STATUS_OF, type Status } from './grpc-error.js';
import type { Method } from './methods.js';

export const CONTENT_TYPE = 'application/grpc-web+proto';
const LARGEST = 64 * 1024;

/** Only what is spelled like a service, so that no other route is taken from anybody. */
const PATH = '/:service(^[a-z]+\\.[A-Z][A-Za-z]+$)/:method';

/**
 * Answers gRPC-Web as Argo CD's command line speaks it: one message in, one out; an error is in the headers of a 200. Nest's
 * guards and filters are not asked: each method judges by the same check and the same permissions.
 */
export async function grpcWeb(fastify: FastifyInstance, methods: ReadonlyMap<string, Method>): Promise<void> {
  await fastify.register(async (scope) => {
    scope.addContentTypeParser(CONTENT_TYPE, { parseAs: 'buffer', bodyLimit: LARGEST }, (_, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply));
    scope.post(PATH, { config: { speaks: CONTENT_TYPE } }, async (request, reply) => {
      const { service, method } = request.params as { service: string; method: string };
      const answer = methods.get(`${service}/${method}`);
      if (!answer) throw unimplemented(service, method, methods);
      const message = await answer(messageIn(bodyOf(request)), request);
      return reply.type(CONTENT_TYPE).send(answerOf(message));
    });
  });
}

/** Without one there is no content type either. */
const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

function unimplemented(service: string, method: string, methods: ReadonlyMap<string, Method>): GrpcError {
  const known = [...methods.keys()].some((path) => path.startsWith(`${service}/`));
  const words = known ? `unknown method ${method} for service ${service}` : `unknown service ${service}`;
  return new GrpcError(STATUS.unimplemented, words);
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message } = answerFor(error);
  if (status === STATUS.internal) request.log.error({ err: error }, 'a request could not be answered');
  return reply
    .code(200)
    .type(CONTENT_TYPE)
    .headers({ 'grpc-status': String(status), 'grpc-message': messageHeader(message) })
    .send(Buffer.alloc(0));
}

export function answerFor(error: unknown): { readonly status: Status; readonly message: string } {
  if (error instanceof GrpcError) return error;
  if (error instanceof Refused) return { status: STATUS_OF[error.refusal.refused], message: error.refusal.detail };
  if (isDatabaseAway(error)) return { status: STATUS.unavailable, message: 'the database is away' };
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode < 500) return { status: STATUS.invalidArgument, message: 'the request cannot be read' };
  return { status: STATUS.internal, message: 'an internal fault' };
}
