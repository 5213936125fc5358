import type { Answer } from './api.js';

/** What a story goes on from has to have happened. */
export function done(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.body.detail}`);
  return answer;
}
