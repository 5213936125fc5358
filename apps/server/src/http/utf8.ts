import { InvalidRequest } from './invalid-request.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body. A lenient decoder would put something else in the place of what was sent. */
export function utf8Of(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new InvalidRequest([{ pointer: '', detail: 'The body is not well-formed UTF-8.' }]);
  }
}
