import { verify } from 'node:crypto';
import { NoteError } from './note-error.js';
import { splitNote } from './split-note.js';
import { parseVkey } from './verifier-key.js';

/** Somebody who vouches for having seen a log grow (C2SP tlog-cosignature); `name` is the one within `vkey`. */
export interface Cosigner {
  readonly vkey: string;
  readonly name: string;
  /** The raw RFC 8032 signature, 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** Who has seen the checkpoint, and when: seconds since 1970. */
export interface Cosignature {
  readonly vkey: string;
  readonly time: bigint;
}

const TIME_BYTES = 8;
const COSIGNATURE_BYTES = 72;

/** What is signed: the time, and the whole text of the checkpoint. It does not name the cosigner. */
const messageOf = (text: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/**
 * One line for the signatures of a note: that at this time the checkpoint in `text` was the largest consistent one that the
 * cosigner had seen of its origin.
 *
 * @throws {RangeError} for a time that is not positive, or beyond 63 bits.
 */
export function cosign(text: string, time: bigint, { vkey, name, sign }: Cosigner): string {
  if (time <= 0n || time >> 63n) throw new RangeError('a cosignature has a time');
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeBigUInt64BE(time);
  const { keyId } = parseVkey(vkey, 'cosignature');
  return `— ${name} ${Buffer.concat([keyId, bytes, sign(messageOf(text, time))]).toString('base64')}\n`;
}

/**
 * The cosignatures that a checkpoint carries, of these cosigners; those of others are passed over.
 *
 * @throws {NoteError} `malformed`, or `bad_signature` when one in the name of a known key does not verify.
 */
export function openCosignatures(note: string, vkeys: readonly string[]): readonly Cosignature[] {
  const { text, signatures } = splitNote(note);
  return vkeys.flatMap((vkey) => {
    const { name, keyId, publicKey } = parseVkey(vkey, 'cosignature');
    const own = signatures.filter((line) => line.name === name && line.keyId.equals(keyId));
    return own.map(({ signature }) => {
      const time = timeIn(signature);
      if (time === undefined || !verify(null, messageOf(text, time), publicKey, signature.subarray(TIME_BYTES)))
        throw new NoteError('bad_signature', 'a cosignature in the name of a known key does not verify');
      return { vkey, time };
    });
  });
}

function timeIn(signature: Buffer): bigint | undefined {
  if (signature.length !== COSIGNATURE_BYTES) return undefined;
  const time = signature.readBigUInt64BE();
  return time === 0n || time >> 63n ? undefined : time;
}
