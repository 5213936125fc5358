import type { Answer } from './api.js';

/** What a story goes on from has to have happened. */
export function done({ status, body }: Answer): void {
  if (status >= 300) throw new Error(`${status}: ${body.detail}`);
}
