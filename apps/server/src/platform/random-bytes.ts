import { randomBytes as fromSystem } from 'node:crypto';

const AT_ONCE = 8192;

let rest = Buffer.alloc(0);

/**
 * As unpredictable as the system's, of which it takes a supply at a time: asking for a dozen bytes costs as much as asking
 * for thousands. Every byte is given out once. For ids and initialization vectors; a secret asks the system itself.
 */
export function randomBytes(size: number): Buffer {
  if (rest.length < size) rest = fromSystem(AT_ONCE);
  const bytes = rest.subarray(0, size);
  rest = rest.subarray(size);
  return bytes;
}
