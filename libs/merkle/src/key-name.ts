const KEY_NAME = /^[^+\p{White_Space}\p{Control}\p{Surrogate}]+$/u;

/** Whether a text may name a key in a C2SP signed note: not empty, no white space, no `+`, no control character. */
export function isKeyName(text: string): boolean {
  return KEY_NAME.test(text);
}
