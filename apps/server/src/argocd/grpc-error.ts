import type { RefusalCode } from '@tokenledger/domain';

/** Those of gRPC's status codes that are used here. */
export const STATUS = {
  unknown: 2,
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** An answer that is no: what Argo CD's clients are told, word for word. */
export class GrpcError extends Error {
  constructor(
    readonly status: Status,
    message: string,
  ) {
    super(message);
  }
}

/** Whatever the server refuses, in gRPC's words. */
export const STATUS_OF: Readonly<Record<RefusalCode, Status>> = {
  invalid_request: STATUS.invalidArgument,
  unauthenticated: STATUS.unauthenticated,
  wrong_credentials: STATUS.unauthenticated,
  invalid_token: STATUS.unauthenticated,
  forbidden: STATUS.permissionDenied,
  wider_than_held: STATUS.permissionDenied,
  not_found: STATUS.notFound,
  name_taken: STATUS.alreadyExists,
  ambiguous: STATUS.failedPrecondition,
  already_revoked: STATUS.failedPrecondition,
  already_expired: STATUS.failedPrecondition,
  already_rotated: STATUS.failedPrecondition,
  rotation_pending: STATUS.failedPrecondition,
  not_yet: STATUS.failedPrecondition,
  owner_disabled: STATUS.failedPrecondition,
  last_administrator: STATUS.failedPrecondition,
  not_deleted: STATUS.failedPrecondition,
  already_erased: STATUS.failedPrecondition,
  under_legal_hold: STATUS.failedPrecondition,
  not_under_legal_hold: STATUS.failedPrecondition,
  token_limit_reached: STATUS.resourceExhausted,
  lifetime_exceeds_policy: STATUS.invalidArgument,
  idempotency_key_reused: STATUS.invalidArgument,
  wrong_password: STATUS.invalidArgument,
  precondition_required: STATUS.failedPrecondition,
  precondition_failed: STATUS.failedPrecondition,
  too_many_attempts: STATUS.resourceExhausted,
  too_large: STATUS.invalidArgument,
  uri_too_long: STATUS.invalidArgument,
  unsupported_media_type: STATUS.invalidArgument,
  overloaded: STATUS.unavailable,
  unavailable: STATUS.unavailable,
  outcome_unknown: STATUS.unavailable,
};
