import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

/** One spelling of a server: credentials are kept under it. */
export function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new Failure(EXIT.usage, 'A server is an http or https URL, such as https://tokens.example.org');
  return url.href.replace(/\/+$/, '');
}
