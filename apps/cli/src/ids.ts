import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';

export const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** Goes into a URL, which servers and proxies write down: a token that is given for its id stays here, and unrepeated. */
export function tokenId(text: string): string {
  if (isId(text)) return text;
  throw new Failure(EXIT.usage, 'This is not the id of a token. A token itself goes to: token inspect --stdin');
}
