import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

/** What a route says of itself; a route that says nothing is refused. */
export type Access =
  | { readonly public: true }
  | { readonly anyCaller: true }
  | {
      readonly resource: string;
      readonly action: string;
      /** The user concerned, where the request tells; where it does not, the command or query judges. */
      readonly object: (request: FastifyRequest) => string | undefined;
    };

export const ACCESS = 'tokenledger:access';

/** `words`: `resource:action`. */
export function Permission(words: string, object: (request: FastifyRequest) => string | undefined = () => undefined) {
  const [resource = '', action = ''] = words.split(':');
  return applyDecorators(
    SetMetadata<string, Access>(ACCESS, { resource, action, object }),
    ApiBearerAuth(),
    ApiExtension('x-permission', words),
  );
}

/** For whoever has a good credential, whatever it lets them do. */
export const AnyCaller = () =>
  applyDecorators(SetMetadata<string, Access>(ACCESS, { anyCaller: true }), ApiBearerAuth());

/** For everybody, without a credential. */
export const Public = () => SetMetadata<string, Access>(ACCESS, { public: true });
