import { z } from 'zod';
import { Problem } from '../http/problem.js';
import type { RefusalForm } from '../http/refusal-form.js';

const ERRORS = [
  'invalid_request',
  'invalid_token',
  'insufficient_scope',
  'server_error',
  'temporarily_unavailable',
] as const;

const OAuthError = Problem.extend({
  error: z.enum(ERRORS).optional().meta({ description: 'Absent where no credential was sent (RFC 6750 section 3.1).' }),
  error_description: z.string(),
}).meta({ id: 'OAuthError', description: 'An error of OAuth 2.0 (RFC 6749 section 5.2), with what a problem says.' });

const BY_STATUS: Readonly<Record<number, (typeof ERRORS)[number]>> = {
  401: 'invalid_token',
  403: 'insufficient_scope',
  429: 'temporarily_unavailable',
  500: 'server_error',
  503: 'temporarily_unavailable',
};

/** The members of a problem stand beside it: whoever knows only OAuth ignores them, and nobody else learns two forms. */
export const OAUTH_ERROR: RefusalForm = {
  schema: OAuthError,
  type: 'application/json',
  of: (problem: Problem): z.output<typeof OAuthError> => ({
    ...(problem.code === 'unauthenticated' ? {} : { error: BY_STATUS[problem.status] ?? 'invalid_request' }),
    error_description: problem.detail,
    ...problem,
  }),
};
