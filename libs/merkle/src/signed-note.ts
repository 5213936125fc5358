import { verify } from 'node:crypto';
import { NoteError } from './note-error.js';
import { splitNote } from './split-note.js';
import { parseVkey } from './verifier-key.js';

export { NoteError };

/** A holder of an Ed25519 key; `name` is the one within `vkey`. */
export interface NoteSigner {
  readonly vkey: string;
  readonly name: string;
  /** The raw RFC 8032 signature, 64 bytes. */
  sign(text: Uint8Array): Uint8Array;
}

/**
 * The C2SP signed note of a text, with one signature, which is verified before the note is handed out.
 *
 * @param text must end in a newline.
 * @throws {NoteError} `malformed` for a text no verifier would accept; `bad_signature` when the signature does not
 * verify with the signer's own vkey.
 * @throws {SyntaxError} for a malformed vkey.
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n')) throw new NoteError('malformed', 'the text of a note ends in a newline');
  const { keyId } = parseVkey(signer.vkey);
  const signature = Buffer.concat([keyId, signer.sign(Buffer.from(text))]);
  const note = `${text}\n— ${signer.name} ${signature.toString('base64')}\n`;
  openNote(note, [signer.vkey]);
  return note;
}

/**
 * Verifies a C2SP signed note. Signatures of other keys are ignored; one bad signature in the name of a given key
 * condemns the note, whatever else it carries.
 *
 * @returns the text with its final newline, and those of the given vkeys (at least one) that signed it.
 * @throws {NoteError} when the note is refused; notes above 64 KiB or 100 signatures are `malformed`.
 * @throws {SyntaxError} for a malformed vkey.
 */
export function openNote(note: string, vkeys: readonly string[]): { text: string; verifiedBy: string[] } {
  const known = new Map(vkeys.map((vkey) => [identity(parseVkey(vkey)), vkey]));
  const { text, signatures } = splitNote(note);
  const verifiedBy = new Set<string>();
  for (const signature of signatures) {
    const vkey = known.get(identity(signature));
    if (vkey === undefined) continue;
    check(text, signature.signature, vkey);
    verifiedBy.add(vkey);
  }
  if (verifiedBy.size === 0) throw new NoteError('unknown_key', 'no known key has signed the note');
  return { text, verifiedBy: [...verifiedBy] };
}

function identity({ name, keyId }: { name: string; keyId: Buffer }): string {
  return `${name}+${keyId.toString('hex')}`;
}

function check(text: string, signature: Buffer, vkey: string): void {
  if (!verify(null, Buffer.from(text), parseVkey(vkey).publicKey, signature)) {
    throw new NoteError('bad_signature', 'a signature in the name of a known key does not verify');
  }
}
