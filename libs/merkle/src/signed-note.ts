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
  readonly sign: (text: Uint8Array) => Uint8Array;
}

/**
 * The C2SP signed note of a text, with a signature of each signer, which are verified before the note is handed out.
 *
 * @param text must end in a newline.
 * @throws {NoteError} `malformed` for a text no verifier would accept; `bad_signature` when a signature does not
 * verify with its signer's own vkey; `unknown_key` where nobody signs.
 * @throws {SyntaxError} for a malformed vkey.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n')) throw new NoteError('malformed', 'the text of a note ends in a newline');
  const note = `${text}\n${signers.map((signer) => lineOf(text, signer)).join('')}`;
  const vkeys = signers.map(({ vkey }) => vkey);
  if (openNote(note, vkeys).verifiedBy.length < vkeys.length)
    throw new NoteError('unknown_key', 'a signer goes by another name than its key');
  return note;
}

function lineOf(text: string, { name, vkey, sign }: NoteSigner): string {
  const signature = Buffer.concat([parseVkey(vkey).keyId, sign(Buffer.from(text))]);
  return `— ${name} ${signature.toString('base64')}\n`;
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
