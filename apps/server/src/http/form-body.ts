import type { FastifyBodyParser } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { pointerTo } from './pointer.js';
import { utf8Of } from './utf8.js';

/** A form is UTF-8 and says no name twice (RFC 6749 section 3.2 and appendix B). */
export const formBody: FastifyBodyParser<Buffer> = (_, body, done) => {
  const fields = [...new URLSearchParams(utf8Of(body))];
  const seen = new Set<string>();
  const [twice] = fields.find(([name]) => seen.has(name) || !seen.add(name)) ?? [];
  if (twice === undefined) return done(null, Object.fromEntries(fields));
  return done(new InvalidRequest([{ pointer: pointerTo(twice), detail: 'This is given more than once.' }]));
};
