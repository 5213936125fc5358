import type { FastifyBodyParser, FastifyInstance } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { repeatedName } from './repeated-name.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON is UTF-8 (RFC 8259 section 8.1). A lenient decoder would put something else in the place of what was sent. */
export function jsonBody(fastify: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = fastify.getDefaultJsonParser('error', 'error') as FastifyBodyParser<string>;
  return (request, body, done) => {
    const text = decoded(body);
    if (text === undefined) return done(refusal('The body is not well-formed UTF-8.'));
    return parse(request, text, (error, value) => {
      if (error || repeatedName(text) === undefined) return done(error, value);
      return done(refusal('An object of the body has a name twice.'));
    });
  };
}

const refusal = (detail: string): InvalidRequest => new InvalidRequest([{ pointer: '', detail }]);

function decoded(body: Buffer): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}
