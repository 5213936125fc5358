/** Every reason this system has to say no. The list is closed: `http/` maps it to statuses in one exhaustive table. */
export type RefusalCode =
  | 'invalid_request'
  | 'unauthenticated'
  | 'wrong_credentials'
  | 'invalid_token'
  | 'forbidden'
  | 'wider_than_held'
  | 'not_found'
  | 'name_taken'
  | 'ambiguous'
  | 'already_revoked'
  | 'already_expired'
  | 'already_rotated'
  | 'rotation_pending'
  | 'not_yet'
  | 'owner_disabled'
  | 'last_administrator'
  | 'not_deleted'
  | 'already_erased'
  | 'under_legal_hold'
  | 'not_under_legal_hold'
  | 'token_limit_reached'
  | 'lifetime_exceeds_policy'
  | 'idempotency_key_reused'
  | 'wrong_password'
  | 'precondition_required'
  | 'precondition_failed'
  | 'too_many_attempts'
  | 'too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'overloaded'
  | 'unavailable'
  | 'outcome_unknown';

export interface Refusal {
  readonly refused: RefusalCode;
  /** One sentence for the caller; never a secret and never personal data. */
  readonly detail: string;
  /** Whole seconds after which it may be tried again, where that is known. */
  readonly retryAfter?: number;
  /** The permission that is missing, in the words of scopes, where one is. */
  readonly needs?: string;
  /** JSON pointer of the field that is at fault, where one is. */
  readonly pointer?: string;
}

export const refuse = (refused: RefusalCode, detail: string, pointer?: string): Refusal =>
  pointer === undefined ? { refused, detail } : { refused, detail, pointer };

/** What a decision comes to: events that become true together, or the reason why none does. */
export type Decision<Event> = readonly Event[] | Refusal;

export const isRefusal = (outcome: object): outcome is Refusal => 'refused' in outcome;
