import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import { isKeyName } from './key-name.js';

/** What an Ed25519 key signs: the text of a note, or with a time the text of a checkpoint (C2SP signed-note). */
const TYPES = { note: 0x01, cosignature: 0x04 };
export type KeyType = keyof typeof TYPES;

const VKEY = /^(?<name>[^+]+)\+(?<id>[^+]+)\+(?<key>.+)$/;

/**
 * The C2SP verifier key `<name>+<key ID in hex>+<base64(type || public key)>`.
 *
 * @param publicKey the 32 bytes of an Ed25519 public key.
 * @throws {SyntaxError} for an illegal name or a key of another length.
 */
export function formatVkey(name: string, publicKey: Uint8Array, type: KeyType = 'note'): string {
  const key = Buffer.from([TYPES[type], ...publicKey]);
  const vkey = `${name}+${keyIdOf(name, key).toString('hex')}+${key.toString('base64')}`;
  parseVkey(vkey, type);
  return vkey;
}

/** What a note names a key by, and what verifies with it. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
}

/** A log asks for its own keys with every commit; there are two of them while one takes the place of the other. */
const MOST_READ = 4;
const lastRead = new Map<string, VerifierKey>();

/**
 * Reads a verifier key for Ed25519 signatures of one type.
 *
 * @throws {SyntaxError} when it is malformed, of another type, or its key ID is not that of its name and key.
 */
export function parseVkey(text: string, type: KeyType = 'note'): VerifierKey {
  const known = lastRead.get(`${type} ${text}`);
  if (known) return known;
  const key = read(text, type);
  if (lastRead.size === MOST_READ) lastRead.delete(lastRead.keys().next().value!);
  lastRead.set(`${type} ${text}`, key);
  return key;
}

function read(text: string, type: KeyType): VerifierKey {
  const { name = '', id, key: encoded = '' } = VKEY.exec(text)?.groups ?? {};
  if (!isKeyName(name)) throw new SyntaxError('a verifier key is <name>+<key ID>+<key>, the name without spaces');
  const key = decodeBase64(encoded);
  if (key?.length !== 33 || key[0] !== TYPES[type]) throw new SyntaxError('a verifier key holds a 32-byte Ed25519 key');
  const keyId = keyIdOf(name, key);
  if (keyId.toString('hex') !== id) throw new SyntaxError('a verifier key has the key ID of its name and key');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url', 1) };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

function keyIdOf(name: string, typeAndKey: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typeAndKey]), 'buffer').subarray(0, 4);
}
