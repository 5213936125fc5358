import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { NoteError, type NoteSigner, openNote, signNote } from './signed-note.js';
import { formatVkey, parseVkey } from './verifier-key.js';

const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function signer(name: string, seedByte: number): NoteSigner {
  const seed = Buffer.concat([ED25519_PKCS8, Buffer.alloc(32, seedByte)]);
  const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, vkey: formatVkey(name, raw), sign: (text) => sign(null, text, key) };
}

const LOG = signer('audit.example/t1', 7);
const OTHER = signer('audit.example/t1', 9);
const THIRD = signer('witness.example', 10);
const TEXT = 'audit.example/t1\n3\nZ29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=\n';
const SIGNATURE = 'jwJQHLoD848OaV8B5PxKrveEtveLxeoWd6pBvYJHH0kWnhGyj4t7goeLo7+hUU2gS9i5630LB+0guna99sT4MthmUQM=';
const LINE = `— audit.example/t1 ${SIGNATURE}\n`;
const COSIGNATURE =
  '— time.example/w1 on8Q4gAAAABpVbkAYFXLPiYbbYbaRP9lCsgzcYa/egYl6mmpHt8XBXJEViWTD2n7bn3LUY9WdqHY9EyzgaBOJRfH5lRD9zymbh8jDQ==\n';
const NOTE = `${TEXT}\n${LINE}`;

const lineOf = (by: NoteSigner, text = TEXT) => signNote(text, [by]).slice(text.length + 1);
const lineWith = (name: string, bytes: Uint8Array) => `— ${name} ${Buffer.from(bytes).toString('base64')}\n`;
const keyId = (by: NoteSigner) => parseVkey(by.vkey).keyId;

function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
  return 'accepted';
}

const open = (note: string, ...by: NoteSigner[]) =>
  openNote(
    note,
    by.map(({ vkey }) => vkey),
  );

describe('a signed note', () => {
  it('is written as in the worked example', () => {
    expect(signNote(TEXT, [LOG])).toBe(NOTE);
  });

  it('is read as in the worked example, its unknown cosigner ignored', () => {
    expect(open(NOTE + COSIGNATURE, LOG)).toEqual({ text: TEXT, verifiedBy: [LOG.vkey] });
  });

  it('gives back any text it was given, split at its last empty line', () => {
    const characters = fc.constantFrom('\n', '\n', ' ', 'a', '— ', 'é', '\u{1f600}', '\u007f', '\u2028');
    const property = fc.property(fc.string({ unit: characters }), (start) => {
      const text = `${start}\n`;
      expect(open(signNote(text, [LOG]), LOG).text).toBe(text);
    });
    fc.assert(property);
  });

  it('names each known key that signed it once', () => {
    const note = `${TEXT}\n${lineOf(THIRD)}${LINE}${LINE}${lineOf(OTHER)}`;
    expect(open(note, LOG, THIRD).verifiedBy).toEqual([THIRD.vkey, LOG.vkey]);
  });

  it('ignores a bad signature of a key whose name or ID alone is known', () => {
    const sameName = lineWith(LOG.name, Buffer.concat([keyId(OTHER), Buffer.alloc(64)]));
    const sameId = lineWith('else.example', Buffer.concat([keyId(LOG), Buffer.alloc(64)]));
    expect(open(`${TEXT}\n${sameName}${sameId}${LINE}`, LOG).verifiedBy).toEqual([LOG.vkey]);
  });

  it('may have 100 signatures and 64 KiB', () => {
    expect(open(`${TEXT}\n${LINE.repeat(100)}`, LOG).verifiedBy).toEqual([LOG.vkey]);
    const text = `${'x'.repeat(65_536 - LINE.length - 4)}\n`;
    expect(Buffer.byteLength(signNote(text, [LOG]))).toBe(65_536);
  });
});

describe('a signed note is malformed', () => {
  const spelled = (text: string) => `${TEXT}\n— ${LOG.name} ${text}\n`;

  it.each([
    ['when empty', ''],
    ['without signatures', TEXT],
    ['without signatures after its empty line', `${TEXT}\n`],
    ['without an empty line', TEXT + LINE],
    ['without a text', `\n${LINE}`],
    ['without its final newline', NOTE.trimEnd()],
    ['with an unfinished line at its end', NOTE + LINE.trimEnd()],
    ['with an empty line at its end', `${NOTE}\n`],
    ['with a line that is no signature', `${NOTE}hello\n`],
    ['with carriage returns', NOTE.replaceAll('\n', '\r\n')],
    ['with a tab', `a\tb\n\n${LINE}`],
    ['with a zero byte', `a\0b\n\n${LINE}`],
    ['with a lone surrogate', `a\ud800b\n\n${LINE}`],
    ['with a hyphen for a dash', `${TEXT}\n${LINE.replace('—', '-')}`],
    ['with an en dash', `${TEXT}\n${LINE.replace('—', '–')}`],
    ['without a space after the dash', `${TEXT}\n${LINE.replace('— ', '—')}`],
    ['with two spaces after the dash', `${TEXT}\n${LINE.replace('— ', '—  ')}`],
    ['with two spaces after the name', `${TEXT}\n${LINE.replace('t1 ', 't1  ')}`],
    ['with a space at the end of a line', `${TEXT}\n${LINE.replace('\n', ' \n')}`],
    ['with a space before the dash', `${TEXT}\n ${LINE}`],
    ['with a + in a key name', `${TEXT}\n${LINE.replace('t1', 't+1')}`],
    ['with a Unicode space in a key name', `${TEXT}\n${LINE.replace('t1', 't\u20031')}`],
    ['without a signature in a line', `${TEXT}\n— ${LOG.name}\n`],
    ['with an empty signature', spelled('')],
    ['with a key ID alone', `${NOTE}${lineWith('else.example', Buffer.alloc(4))}`],
    ['with less than a key ID', `${NOTE}${lineWith('else.example', Buffer.alloc(3))}`],
    ['with base64 without padding', spelled(SIGNATURE.replace('=', ''))],
    ['with base64 with too much padding', spelled(`${SIGNATURE}=`)],
    ['with the base64url alphabet', spelled(SIGNATURE.replaceAll('+', '-').replaceAll('/', '_'))],
    ['with unused base64 bits', spelled(SIGNATURE.replace('QM=', 'QN='))],
    ['with a foreign character in base64', spelled(`${SIGNATURE.slice(0, 8)}!${SIGNATURE.slice(8)}`)],
    ['with a malformed line among unknown keys', `${NOTE}— else.example %%%%\n`],
    ['with 101 signatures', `${TEXT}\n${LINE.repeat(101)}`],
    ['above 64 KiB', `${'x'.repeat(65_536 - LINE.length - 3)}\n\n${LINE}`],
    ['above 64 KiB of UTF-8', `${'é'.repeat(33_000)}\n\n${LINE}`],
  ])('%s', (_, note) => {
    expect(refusal(() => open(note, LOG))).toBe('malformed');
  });
});

describe('a signed note is refused', () => {
  it.each([
    ['no keys are known', []],
    ['only another key of that name is known', [OTHER]],
    ['only keys of other names are known', [THIRD]],
    ['only the same public key under another name is known', [signer('audit.example/t2', 7)]],
  ])('when %s', (_, known) => {
    expect(refusal(() => open(NOTE + COSIGNATURE, ...known))).toBe('unknown_key');
  });

  const flipped = Buffer.from(SIGNATURE, 'base64');
  flipped.writeUInt8(flipped.readUInt8(40) ^ 1, 40);
  const bad = lineWith(LOG.name, flipped);

  it.each([
    ['its text was changed', NOTE.replace('\n3\n', '\n4\n')],
    ['a line was put before its text', `x\n${NOTE}`],
    ['an empty line was put before its text', `\n${NOTE}`],
    ['an empty line was added to its text', `${TEXT}\n\n${LINE}`],
    ['a bit of its signature was flipped', `${TEXT}\n${bad}`],
    ['a bad signature follows a good one', NOTE + bad],
    ['a bad signature precedes a good one', `${TEXT}\n${bad}${LINE}`],
    ['a bad signature stands beside that of another known key', `${TEXT}\n${lineOf(THIRD)}${bad}`],
    ['its signature is that of another text', `${TEXT}\n${lineOf(LOG, 'x\n')}`],
    ['its signature is a byte short', `${TEXT}\n${lineWith(LOG.name, flipped.subarray(0, -1))}`],
    ['its signature has a byte more', `${TEXT}\n${lineWith(LOG.name, Buffer.concat([keyId(LOG), Buffer.alloc(65)]))}`],
    ['its signature is all zeroes', `${TEXT}\n${lineWith(LOG.name, Buffer.concat([keyId(LOG), Buffer.alloc(64)]))}`],
  ])('when %s', (_, note) => {
    expect(refusal(() => open(note, LOG, THIRD))).toBe('bad_signature');
  });

  it('when a known vkey is malformed, before the note is looked at', () => {
    expect(() => openNote('', [LOG.vkey.replace('8f', '8e')])).toThrow(SyntaxError);
  });
});

describe('a note of two signers', () => {
  const note = signNote(TEXT, [LOG, OTHER]);

  it('has a line of each, in their order', () => {
    expect(note).toBe(`${TEXT}\n${lineOf(LOG)}${lineOf(OTHER)}`);
  });

  it.each([
    ['either', [LOG], [LOG]],
    ['the other', [OTHER], [OTHER]],
    ['both', [LOG, OTHER], [LOG, OTHER]],
  ])('opens with the key of %s', (_, known, verifiedBy) => {
    expect(open(note, ...known)).toEqual({ text: TEXT, verifiedBy: verifiedBy.map(({ vkey }) => vkey) });
  });
});

describe('signing is refused', () => {
  it('for a text that nobody signs', () => {
    expect(refusal(() => signNote(TEXT, []))).toBe('malformed');
  });

  it.each([
    ['an empty text', ''],
    ['a text without a final newline', 'a'],
    ['a text that would pass for a note', `a\n\n${LINE.trimEnd()}`],
    ['a control character', 'a\u0000\n'],
    ['a carriage return', 'a\r\n'],
    ['a lone surrogate', 'a\udc00\n'],
    ['a text above 64 KiB', `${'x'.repeat(65_536)}\n`],
  ])('for %s', (_, text) => {
    expect(refusal(() => signNote(text, [LOG]))).toBe('malformed');
  });

  it('for a signer whose key is not that of its vkey', () => {
    expect(refusal(() => signNote(TEXT, [{ ...LOG, sign: (text) => OTHER.sign(text) }]))).toBe('bad_signature');
  });

  it('for a signer that goes by another name than its vkey', () => {
    expect(refusal(() => signNote(TEXT, [{ ...LOG, name: 'else.example' }]))).toBe('unknown_key');
  });
});
