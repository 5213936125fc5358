import { ERASED, type Sealed } from '../event.js';
import type { State } from '../state.js';

/** Under the log's lock: about whoever has been erased nothing is written, though it was sealed a moment before. */
export const withoutErased = <Field extends string>(
  { users }: State,
  personal: readonly Sealed<Field>[],
): readonly Sealed<Field>[] =>
  personal.map((sealed) => (users.get(sealed.kid)?.erasedAt ? { ...sealed, ct: ERASED } : sealed));
