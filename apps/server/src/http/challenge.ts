import type { RefusalCode } from '@tokenledger/domain';
import type { Problem } from './problem.js';

const REALM = 'Bearer realm="tokenledger"';

/** RFC 6750 section 3.1. Where no token was sent there is no error code; signing in with a password is no error of one. */
const ERRORS: Readonly<Partial<Record<Problem['code'] & RefusalCode, string | null>>> = {
  unauthenticated: null,
  wrong_credentials: null,
  invalid_token: 'invalid_token',
  forbidden: 'insufficient_scope',
};

/** What `WWW-Authenticate` says, where another credential would do. `needs`: the permission that is missing. */
export function challengeOf(problem: Problem, needs: string | undefined): string | undefined {
  const error = errorOf(problem);
  if (error === undefined) return undefined;
  if (error === null) return REALM;
  const scope = needs === undefined ? '' : `, scope="${needs}"`;
  return `${REALM}, error="${error}", error_description="${quotable(problem.detail)}"${scope}`;
}

function errorOf({ code, errors }: Problem): string | null | undefined {
  if (code === 'internal') return undefined;
  return errors?.[0]?.pointer === '#Authorization' ? 'invalid_request' : ERRORS[code];
}

/** The characters that RFC 6750 section 3 allows. */
const quotable = (text: string): string => text.replaceAll(/[^ !#-[\]-~]/g, "'");
