import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Seen } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';

/** The version of a thing: the position of its last event. */
export const etag = (position: string): string => `"${position}"`;

/** For the API's description. */
export const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1).',
  schema: { type: 'string' },
} as const;

/** What the caller says to have seen; undefined: nothing is said. Whether it is still so, the decision judges. */
export const IfMatch = createParamDecorator((_: unknown, host: ExecutionContext): Seen | undefined => {
  const field = host.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return field === undefined ? undefined : seenIn(field);
});

// RFC 9110 sections 8.8.3 and 13.1.1. A comma may stand in a tag, and elements of the list may be empty.
const TAG = String.raw`(?:W/)?"[!#-~\x80-\xff]*"`;
const LIST = new RegExp(String.raw`^[ \t,]*${TAG}(?:[ \t]*,[ \t,]*${TAG})*[ \t,]*$`);
const TAGS = new RegExp(TAG, 'g');
/** Strong comparison: a weak tag matches nothing, and neither does one that we never gave. */
const OURS = /^"(0|[1-9]\d{0,17})"$/;

export function seenIn(field: string): Seen {
  if (/^[ \t]*\*[ \t]*$/.test(field)) return 'any';
  if (!LIST.test(field))
    throw new InvalidRequest([{ pointer: '#If-Match', detail: 'This is * or a list of entity tags, such as "42".' }]);
  return (field.match(TAGS) ?? []).flatMap((tag) => OURS.exec(tag)?.[1] ?? []).map(BigInt);
}
