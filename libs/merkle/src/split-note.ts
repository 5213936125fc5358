import { decodeBase64 } from './base64.js';
import { isKeyName } from './key-name.js';
import { NoteError } from './note-error.js';

/** One signature line, nothing of which has been verified. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Buffer;
  /** What follows the key ID, at least one byte; its form depends on the type of the key. */
  readonly signature: Buffer;
}

const MAX_NOTE_BYTES = 65_536;
const MAX_SIGNATURES = 100;
const KEY_ID_BYTES = 4;

// Control characters, which the format forbids, and lone surrogates: two ill-formed strings can share their UTF-8
// bytes and so one signature.
const ILLEGAL = /[^\n -\u{d7ff}\u{e000}-\u{10ffff}]/u;
const SIGNATURE_LINE = /^— (?<name>[^ ]+) (?<encoded>[^ ]+)$/;

/**
 * Takes a C2SP signed note apart at its last empty line. The text must not be acted on before a signature is verified.
 *
 * @throws {NoteError} `malformed`, also for notes above 64 KiB or 100 signatures.
 */
export function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  if (Buffer.byteLength(note) > MAX_NOTE_BYTES) throw malformed('is larger than 64 KiB');
  if (ILLEGAL.test(note)) throw malformed('holds a control character or a lone surrogate');
  const end = note.lastIndexOf('\n\n') + 1;
  if (end === 0) throw malformed('has no empty line');
  const lines = note.slice(end + 1).split('\n');
  if (lines.pop() !== '') throw malformed('does not end in a newline');
  if (lines.length === 0) throw malformed('has no signature');
  if (lines.length > MAX_SIGNATURES) throw malformed('has more than 100 signatures');
  return { text: note.slice(0, end), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const { name = '', encoded = '' } = SIGNATURE_LINE.exec(line)?.groups ?? {};
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length <= KEY_ID_BYTES) throw malformed('has a malformed signature line');
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

function malformed(fault: string): NoteError {
  return new NoteError('malformed', `the note ${fault}`);
}
