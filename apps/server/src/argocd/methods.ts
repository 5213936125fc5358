import {
  create,
  type DescService,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import type { FastifyRequest } from 'fastify';
import { GrpcError, STATUS } from './grpc-error.js';

/** What a service answers: a function for each of its methods that is offered. */
export type Offered<Service extends DescService> = {
  readonly [Name in keyof Service['method']]?: (
    message: MessageShape<Service['method'][Name]['input']>,
    request: FastifyRequest,
  ) => Promise<MessageInitShape<Service['method'][Name]['output']>>;
};

/** From the bytes of a request to those of its answer. */
export type Method = (message: Uint8Array, request: FastifyRequest) => Promise<Uint8Array>;

/** By their paths, `<package.Service>/<Method>`. */
export function methodsOf<Service extends DescService>(
  service: Service,
  offered: Offered<Service>,
): [string, Method][] {
  return service.methods.flatMap(({ name, localName, input, output }) => {
    const answer = offered[localName as keyof Service['method']] as Answer | undefined;
    if (!answer) return [];
    const method: Method = async (bytes, request) =>
      toBinary(
        output,
        create(
          output,
          await answer(
            read(() => fromBinary(input, bytes)),
            request,
          ),
        ),
      );
    return [[`${service.typeName}/${name}`, method]];
  });
}

type Answer = (message: unknown, request: FastifyRequest) => Promise<Record<string, unknown>>;

function read<Message>(decode: () => Message): Message {
  try {
    return decode();
  } catch {
    throw new GrpcError(STATUS.invalidArgument, 'the message cannot be read');
  }
}
