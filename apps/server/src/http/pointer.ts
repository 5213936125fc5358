const LONGEST_NAME = 100;

/** A JSON pointer (RFC 6901). A name may be the caller's own: no more of it than tells which one it is. */
export const pointerTo = (...names: readonly PropertyKey[]): string =>
  names.map((name) => `/${escaped(name)}`).join('');

const escaped = (name: PropertyKey): string =>
  Array.from(String(name)).slice(0, LONGEST_NAME).join('').replaceAll('~', '~0').replaceAll('/', '~1');
