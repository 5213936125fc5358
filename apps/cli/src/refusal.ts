import type { Schemas } from '@tokenledger/api-client';
import { EXIT, type ExitCode } from './exit-code.js';
import { Failure } from './failure.js';

type Problem = Schemas['Problem'];

const EXIT_OF_STATUS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.credential,
  404: EXIT.notFound,
  503: EXIT.unreachable,
};

/** What the server has against it, in one line, with the id under which it was logged there. */
export function refusalOf(error: unknown, response: Response, server: string): Failure {
  if (response.status === 503 && !isProblem(error)) return new Failure(EXIT.unreachable, `${server} is starting.`);
  if (!isProblem(error)) return new Failure(EXIT.unreachable, `${server} does not answer like a Tokenledger server.`);
  const exit = EXIT_OF_STATUS[error.status] ?? EXIT.refused;
  return new Failure(exit, `${reasonsOf(error)}${adviceOn(error, response)} (request ${error.requestId})`);
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'detail' in error && 'requestId' in error;

const reasonsOf = ({ errors = [], detail }: Problem): string =>
  errors.length === 0 ? detail : errors.map((field) => `${nameOf(field.pointer)}: ${field.detail}`).join(' ');

/** `#/scopes/0` and `/scopes/0` are `scopes/0` to a person. */
const nameOf = (pointer: string): string => pointer.replace(/^#?\/?/, '') || 'the request';

function adviceOn({ code }: Problem, { headers }: Response): string {
  if (code === 'invalid_token' || code === 'unauthenticated') return ' Sign in with: tokenledger login';
  const seconds = headers.get('retry-after');
  return seconds === null ? '' : ` Try again in ${seconds} s.`;
}
