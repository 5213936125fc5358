import { decodeBase64 } from './base64.js';
import { HASH_BYTES } from './hash.js';
import { isKeyName } from './key-name.js';

/** The state of a log: the root hash (32 bytes) of its first `size` entries. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,19})$/;

/**
 * The note text of a C2SP checkpoint, without extension lines.
 *
 * @throws {SyntaxError} for a checkpoint that {@link parseCheckpoint} would refuse.
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  parseCheckpoint(text);
  return text;
}

/**
 * Reads the note text of a checkpoint of this kind of log: the origin is also the name of its key, and there are no
 * extension lines (NOT RECOMMENDED by C2SP tlog-checkpoint), so that each checkpoint has one spelling.
 *
 * @throws {SyntaxError} naming the line at fault.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', end, ...rest] = text.split('\n');
  if (end !== '' || rest.length > 0) throw new SyntaxError('a checkpoint has three lines, each ending in a newline');
  if (!isKeyName(origin)) throw new SyntaxError('the origin of a checkpoint is a name without spaces and +');
  if (!DECIMAL.test(size) || BigInt(size) >> 64n) throw new SyntaxError('the size of a checkpoint is a 64-bit decimal');
  const root = decodeBase64(encoded);
  if (root?.length !== HASH_BYTES) throw new SyntaxError('the root of a checkpoint is 32 bytes in base64');
  return { origin, size: BigInt(size), root };
}
