import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { isKeyName } from './key-name.js';

const ED25519 = 0x01;
const VKEY = /^(?<name>[^+]+)\+(?<id>[^+]+)\+(?<key>.+)$/;

/**
 * The C2SP verifier key `<name>+<key ID in hex>+<base64(0x01 || public key)>`.
 *
 * @param publicKey the 32 bytes of an Ed25519 public key.
 * @throws {SyntaxError} for an illegal name or a key of another length.
 */
export function formatVkey(name: string, publicKey: Uint8Array): string {
  const key = Buffer.from([ED25519, ...publicKey]);
  const vkey = `${name}+${keyIdOf(name, key).toString('hex')}+${key.toString('base64')}`;
  parseVkey(vkey);
  return vkey;
}

/** What a note names a key by, and what verifies with it. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
}

/** A log asks for its own key with every commit. */
let last: { readonly text: string; readonly key: VerifierKey } | undefined;

/**
 * Reads a verifier key for Ed25519 note signatures (type 0x01), the only type accepted.
 *
 * @throws {SyntaxError} when it is malformed, of another type, or its key ID is not that of its name and key.
 */
export function parseVkey(text: string): VerifierKey {
  if (last?.text !== text) last = { text, key: read(text) };
  return last.key;
}

function read(text: string): VerifierKey {
  const { name = '', id, key: encoded = '' } = VKEY.exec(text)?.groups ?? {};
  if (!isKeyName(name)) throw new SyntaxError('a verifier key is <name>+<key ID>+<key>, the name without spaces');
  const key = decodeBase64(encoded);
  if (key?.length !== 33 || key[0] !== ED25519) throw new SyntaxError('a verifier key holds a 32-byte Ed25519 key');
  const keyId = keyIdOf(name, key);
  if (keyId.toString('hex') !== id) throw new SyntaxError('a verifier key has the key ID of its name and key');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url', 1) };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

function keyIdOf(name: string, typeAndKey: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typeAndKey]), 'buffer').subarray(0, 4);
}
