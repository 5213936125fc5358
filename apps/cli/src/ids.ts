import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';

export const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** What a project, or a role of one, is called. Goes into a URL, in which `..` would lead to something else. */
export function nameInPath(text: string): string {
  if (/^[\da-z]([-_.\da-z]{0,61}[\da-z])?$/i.test(text)) return text;
  throw new Failure(EXIT.usage, 'Projects and roles are called by 1 to 63 letters, digits, and - _ . between them.');
}

/** Goes into a URL, which servers and proxies write down: a token that is given for its id stays here, and unrepeated. */
export function tokenId(text: string): string {
  if (isId(text)) return text;
  throw new Failure(EXIT.usage, 'This is not the id of a token. A token itself goes to: token inspect --stdin');
}
