import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import * as fc from 'fast-check';
import { formatVkey, parseVkey } from './verifier-key.js';

const NAME = 'audit.example/t1';
const VKEY = 'audit.example/t1+8f02501c+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs';
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const seed = Buffer.concat([ED25519_PKCS8, Buffer.alloc(32, 7)]);
const publicKey = createPublicKey(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }));
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);

/** A vkey whose key ID is right whatever else is wrong with it. */
function vkey(name: string, typeAndKey: Buffer, encoded = typeAndKey.toString('base64')): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typeAndKey]), 'hex');
  return `${name}+${digest.slice(0, 8)}+${encoded}`;
}

const key = (type: number, length = 32) => Buffer.concat([Buffer.of(type), raw, raw]).subarray(0, 1 + length);

describe('a verifier key', () => {
  it('is written as in the worked example', () => {
    expect(formatVkey(NAME, raw)).toBe(VKEY);
  });

  it('is read as in the worked example', () => {
    const parsed = parseVkey(VKEY);
    expect({ name: parsed.name, keyId: parsed.keyId.toString('hex') }).toEqual({ name: NAME, keyId: '8f02501c' });
    expect(parsed.publicKey.equals(publicKey)).toBe(true);
  });

  it('may hold + in its base64', () => {
    const property = fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const { publicKey: read } = parseVkey(formatVkey(NAME, bytes));
      expect(read.export({ format: 'jwk' }).x).toBe(Buffer.from(bytes).toString('base64url'));
    });
    fc.assert(property);
    expect(parseVkey(formatVkey(NAME, Buffer.alloc(32, 0xfb))).name).toBe(NAME);
  });

  it.each([
    ['nothing', ''],
    ['only a name', NAME],
    ['no key', `${NAME}+8f02501c`],
    ['an empty key', `${NAME}+8f02501c+`],
    ['no name', vkey('', key(1))],
    ['a space in its name', vkey('audit example', key(1))],
    ['a no-break space in its name', vkey('audit\u00a0example', key(1))],
    ['a next-line in its name', vkey('audit\u0085example', key(1))],
    ['a newline in its name', vkey('audit\nexample', key(1))],
    ['a control character in its name', vkey('audit\u0001example', key(1))],
    ['a lone surrogate in its name', vkey('audit\ud800example', key(1))],
    ['a + in its name', vkey('audit+example', key(1))],
    ['the name of another key', VKEY.replace('t1', 't2')],
    ['another key ID', VKEY.replace('8f02501c', '8f02501d')],
    ['another public key', VKEY.replace('RtIs', 'RtIt')],
    ['a key ID in capitals', VKEY.replace('8f02501c', '8F02501C')],
    ['a short key ID', VKEY.replace('8f02501c', '8f02501')],
    ['a long key ID', VKEY.replace('8f02501c', '8f02501c0')],
    ['type 0x00', vkey(NAME, key(0))],
    ['type 0x02', vkey(NAME, key(2))],
    ['type 0x04', vkey(NAME, key(4))],
    ['a public key of 31 bytes', vkey(NAME, key(1, 31))],
    ['a public key of 33 bytes', vkey(NAME, key(1, 33))],
    ['the base64url alphabet', vkey(NAME, Buffer.alloc(33, 0xff).fill(1, 0, 1), `Af${'_'.repeat(42)}`)],
    ['a space in its base64', vkey(NAME, key(1), key(1).toString('base64').replace('Aep', 'Ae p'))],
    ['superfluous padding', `${VKEY}=`],
    ['a newline at its end', `${VKEY}\n`],
    ['a space before it', ` ${VKEY}`],
  ])('is refused with %s', (_, text) => {
    expect(() => parseVkey(text)).toThrow(SyntaxError);
  });

  it.each([
    ['', 32],
    ['a b', 32],
    ['a+b', 32],
    ['a\nb', 32],
    [NAME, 31],
    [NAME, 33],
    [NAME, 0],
  ])('is not written for the name %j and %d bytes', (name, length) => {
    expect(() => formatVkey(name, Buffer.alloc(length))).toThrow(SyntaxError);
  });
});
