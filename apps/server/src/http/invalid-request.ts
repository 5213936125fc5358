import { Refused } from '../event-log/refused.js';
import type { FieldError } from './problem.js';

/** Bad input, with a pointer to each field that is at fault. */
export class InvalidRequest extends Refused {
  constructor(readonly errors: readonly FieldError[]) {
    super({ refused: 'invalid_request', detail: errors[0]?.detail ?? 'The request is not valid.' });
  }
}
