import {
  fromBinary,
  toBinary,
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
} from '@bufbuild/protobuf';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccountService } from './gen/account_pb.js';
import { SessionService } from './gen/session_pb.js';
import { VersionService } from './gen/version_pb.js';
import { goJson } from './go-json.js';
import { answerFor } from './grpc-web.js';
import { HTTP_STATUS_OF } from './http-status.js';
import type { Method } from './methods.js';

interface Route<I extends DescMessage, O extends DescMessage> {
  readonly path: string;
  readonly method: DescMethodUnary<I, O>;
  readonly message: (params: Readonly<Record<string, string>>) => MessageInitShape<I>;
}

const route = <I extends DescMessage, O extends DescMessage>(
  path: string,
  method: DescMethodUnary<I, O>,
  message: Route<I, O>['message'] = () => ({}) as MessageInitShape<I>,
): Route<I, O> => ({ path, method, message });

const { getAccount, listAccounts, canI } = AccountService.method;
const ROUTES = [
  route('/api/version', VersionService.method.version),
  route('/api/v1/session/userinfo', SessionService.method.getUserInfo),
  route('/api/v1/account', listAccounts),
  route('/api/v1/account/:name', getAccount, ({ name = '' }) => ({ name })),
  route('/api/v1/account/can-i/:resource/:action/*', canI, ({ resource = '', action = '', '*': subresource = '' }) => ({
    resource,
    action,
    subresource,
  })),
] as const;

/** Each of these is only read. */
const OTHERS = ['POST', 'PUT', 'PATCH', 'DELETE'];

const plain = (status: number, words: string) => async (_: FastifyRequest, reply: FastifyReply) =>
  reply.code(status).type('text/plain; charset=utf-8').send(`${words}\n`);

/** The same methods at the paths of Argo CD's gateway: JSON as Go writes it, errors in its shape. */
export async function rest(fastify: FastifyInstance, methods: ReadonlyMap<string, Method>): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler(refuse);
    for (const one of ROUTES) add(scope, one, methods);
    for (const { path: url } of ROUTES) scope.route({ url, method: OTHERS, handler: plain(405, 'Method Not Allowed') });
    scope.all('/api/*', plain(404, 'Not Found'));
  });
}

function add(
  scope: FastifyInstance,
  { path, method, message }: Route<DescMessage, DescMessage>,
  methods: ReadonlyMap<string, Method>,
) {
  const { input, output } = method;
  const answer = methods.get(`${method.parent.typeName}/${method.name}`)!;
  scope.get(path, async (request, reply) => {
    const asked = toBinary(input, create(input, message(request.params as Readonly<Record<string, string>>)));
    const told = fromBinary(output, await answer(asked, request));
    return written(reply.header('grpc-metadata-content-type', 'application/grpc'), goJson(output, told));
  });
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, message } = answerFor(error);
  if (status === 13) request.log.error({ err: error }, 'a request could not be answered');
  return written(reply.code(HTTP_STATUS_OF[status]), JSON.stringify({ error: message, code: status, message }));
}

/** As bytes: to a text Fastify would add its character set, which Argo CD does not name. */
const written = (reply: FastifyReply, json: string): FastifyReply =>
  reply.type('application/json').send(Buffer.from(json));
