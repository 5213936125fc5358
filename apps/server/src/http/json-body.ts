import type { FastifyBodyParser, FastifyInstance } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { repeatedName } from './repeated-name.js';
import { utf8Of } from './utf8.js';

/** JSON is UTF-8 (RFC 8259 section 8.1). */
export function jsonBody(fastify: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = fastify.getDefaultJsonParser('error', 'error') as FastifyBodyParser<string>;
  return (request, body, done) => {
    const text = utf8Of(body);
    return parse(request, text, (error, value) => {
      if (error || repeatedName(text) === undefined) return done(error, value);
      return done(new InvalidRequest([{ pointer: '', detail: 'An object of the body has a name twice.' }]));
    });
  };
}
