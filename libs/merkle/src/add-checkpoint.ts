import { decodeBase64 } from './base64.js';
import { HASH_BYTES } from './hash.js';

/** What a witness is asked to cosign (C2SP tlog-witness, `add-checkpoint`). */
export interface AddCheckpoint {
  /** The size of the tree that the witness has cosigned last, as the log knows it. */
  readonly old: bigint;
  /** That the new tree has grown from that one: RFC 9162 section 2.1.4. */
  readonly proof: readonly Buffer[];
  /** A signed note, which nobody has verified. */
  readonly checkpoint: string;
}

const MOST_HASHES = 63;
const OLD = /^old (?<size>0|[1-9][0-9]{0,19})$/;

export const formatAddCheckpoint = ({ old, proof, checkpoint }: AddCheckpoint): string =>
  [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

/**
 * The reverse of {@link formatAddCheckpoint}.
 *
 * @throws {SyntaxError} naming what is wrong.
 */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  if (end < 0) throw new SyntaxError('there is no empty line before the checkpoint');
  const [first, ...hashes] = body.slice(0, end).split('\n') as [string, ...string[]];
  const { size } = OLD.exec(first)?.groups ?? {};
  if (size === undefined || BigInt(size) >> 64n) throw new SyntaxError('the first line is `old` and a size');
  if (hashes.length > MOST_HASHES) throw new SyntaxError(`a proof has at most ${MOST_HASHES} hashes`);
  return { old: BigInt(size), proof: hashes.map(hashOf), checkpoint: body.slice(end + 2) };
}

function hashOf(line: string): Buffer {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) throw new SyntaxError('a hash of a proof is 32 bytes in base64');
  return hash;
}
