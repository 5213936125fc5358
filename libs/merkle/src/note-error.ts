/**
 * Why a note was refused. `malformed`: it is no signed note, or too large; `unknown_key`: no signature is from a known
 * key; `bad_signature`: a signature in the name of a known key does not verify.
 */
export type NoteErrorCode = 'malformed' | 'unknown_key' | 'bad_signature';

/** A signed note that must not be believed. */
export class NoteError extends Error {
  override readonly name = 'NoteError';

  constructor(
    readonly code: NoteErrorCode,
    message: string,
  ) {
    super(message);
  }
}
