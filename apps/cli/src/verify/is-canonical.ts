import canonicalize from 'canonicalize';

/**
 * Whether `value`, read from this text, is spelled in it as RFC 8785 says. What JSON.stringify writes is the canonical form
 * already, where names are in order and no lone surrogate is spelled out: that is the quick way to a yes. Every no, and
 * whatever is out of the ordinary, is the library's word.
 */
export const isCanonical = (value: unknown, text: string): boolean =>
  (JSON.stringify(value) === text && !text.includes(String.raw`\ud`) && isInOrder(value)) ||
  canonicalize(value) === text;

/** Of every object the names, by their UTF-16 code units, as strings compare. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before: string | undefined;
  for (const name of Object.keys(value)) {
    if (before !== undefined && name <= before) return false;
    before = name;
  }
  return Object.values(value).every(isInOrder);
}
