import type { Refusal, RefusalCode } from '@tokenledger/domain';
import { z } from 'zod';

/** Status and title of every refusal (RFC 9457). The compiler holds it complete. */
const PROBLEMS: Readonly<Record<RefusalCode, readonly [status: number, title: string]>> = {
  invalid_request: [400, 'The request is not valid'],
  unauthenticated: [401, 'A credential is needed'],
  wrong_credentials: [401, 'User name or password is wrong'],
  invalid_token: [401, 'The credential is not good'],
  forbidden: [403, 'The credential does not allow this'],
  wider_than_held: [403, 'Nobody grants what they do not hold'],
  not_found: [404, 'Not found'],
  ambiguous: [409, 'Ambiguous'],
  name_taken: [409, 'The name is taken'],
  already_revoked: [409, 'Revoked already'],
  already_expired: [409, 'Expired already'],
  already_rotated: [409, 'Rotated already'],
  rotation_pending: [409, 'A rotation is under way'],
  not_yet: [409, 'It has to wait'],
  owner_disabled: [409, 'The account is disabled'],
  last_administrator: [409, 'The last administrator stays'],
  not_deleted: [409, 'It has not been deleted'],
  already_erased: [409, 'Erased already'],
  under_legal_hold: [409, 'A legal hold keeps it'],
  not_under_legal_hold: [409, 'No legal hold keeps it'],
  token_limit_reached: [409, 'Too many live tokens'],
  lifetime_exceeds_policy: [422, 'The lifetime exceeds the policy'],
  idempotency_key_reused: [422, 'The Idempotency-Key was used with another request'],
  wrong_password: [403, 'The current password is wrong'],
  precondition_required: [428, 'Say which state you have seen'],
  precondition_failed: [412, 'It has changed meanwhile'],
  too_many_attempts: [429, 'Too many attempts'],
  too_large: [413, 'Too large'],
  uri_too_long: [414, 'The path is too long'],
  unsupported_media_type: [415, 'This content type is not understood here'],
  overloaded: [503, 'Too much at once'],
  unavailable: [503, 'The database is away'],
  outcome_unknown: [503, 'The outcome is not known'],
};

const FieldError = z
  .object({
    pointer: z
      .string()
      .meta({ description: 'JSON pointer (RFC 6901) into the body, or the name of a parameter behind #.' }),
    detail: z.string(),
  })
  .meta({ id: 'FieldError' });
export type FieldError = Readonly<z.output<typeof FieldError>>;

/** `application/problem+json` (RFC 9457). `code` is what a program should look at. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum([...(Object.keys(PROBLEMS) as RefusalCode[]), 'internal']),
    requestId: z.string().meta({ description: 'What the server logged the request under.' }),
    errors: z.array(FieldError).readonly().optional(),
  })
  .meta({ id: 'Problem', description: 'Why nothing was changed.' });
export type Problem = Readonly<z.output<typeof Problem>>;

export function problemOf(
  { refused, detail, pointer }: Refusal,
  requestId: string,
  errors?: readonly FieldError[],
): Problem {
  const [status, title] = PROBLEMS[refused];
  const fields = errors ?? (pointer === undefined ? undefined : [{ pointer, detail }]);
  const problem = { type: `urn:problem:tokenledger:${refused}`, title, status, detail, code: refused, requestId };
  return fields ? { ...problem, errors: [...fields] } : problem;
}

/** All that anybody outside learns of a fault; the log knows the rest under the same request id. */
export const internalProblem = (requestId: string): Problem => ({
  type: 'urn:problem:tokenledger:internal',
  title: 'Something went wrong here',
  status: 500,
  detail: 'The fault has been logged under this request id.',
  code: 'internal',
  requestId,
});
