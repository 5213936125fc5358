import { decodeBase64 } from './base64.js';
import { HASH_BYTES } from './hash.js';

/** That an entry is in a log, for somebody who has nothing else (C2SP tlog-proof). */
export interface TlogProof {
  readonly index: bigint;
  /** Whatever the writer has put in: nothing authenticates it as such. */
  readonly extra?: Buffer | undefined;
  /** The sibling of the leaf first. */
  readonly hashes: readonly Buffer[];
  /** A signed note, which nobody has verified. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 64-bit size is no higher. */
const MOST_HASHES = 63;
const INDEX = /^index (?<index>0|[1-9][0-9]{0,19})$/;

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const extras = extra ? [`extra ${extra.toString('base64')}`] : [];
  return [HEADER, ...extras, `index ${index}`, ...hashes.map((hash) => hash.toString('base64')), '', checkpoint].join(
    '\n',
  );
}

/**
 * The reverse of {@link formatTlogProof}.
 *
 * @throws {SyntaxError} naming what is wrong.
 */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new SyntaxError('a proof has an empty line before its checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw new SyntaxError(`a proof begins with ${HEADER}`);
  const extra = lines[0]?.startsWith('extra ') ? extraOf(lines.shift()!) : undefined;
  const { index } = INDEX.exec(lines.shift() ?? '')?.groups ?? {};
  if (index === undefined || BigInt(index) >> 64n) throw new SyntaxError('a proof names the 64-bit index of its leaf');
  if (lines.length > MOST_HASHES) throw new SyntaxError(`a proof has at most ${MOST_HASHES} hashes`);
  return { extra, index: BigInt(index), hashes: lines.map(hashOf), checkpoint: text.slice(end + 2) };
}

function extraOf(line: string): Buffer {
  const extra = decodeBase64(line.slice('extra '.length));
  if (!extra) throw new SyntaxError('the extra data of a proof is base64');
  return extra;
}

function hashOf(line: string): Buffer {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) throw new SyntaxError('a hash of a proof is 32 bytes in base64');
  return hash;
}
