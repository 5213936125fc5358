import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0x00);
const NODE = 0x01;

/** The root of the empty tree, SHA-256(""): RFC 9162 section 2.1.1. */
export const emptyRoot: Buffer = hash('sha256', '', 'buffer');

/** SHA-256(0x00 || entry): RFC 9162 section 2.1.1. */
export function leafHash(entry: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([LEAF, entry]), 'buffer');
}

// Shared by all calls, which is safe because hashing is synchronous; a fresh buffer for each node costs a third more.
const input = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

/**
 * SHA-256(0x01 || left || right): RFC 9162 section 2.1.1.
 *
 * @throws {RangeError} unless both are 32 bytes.
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('a tree hash has 32 bytes');
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return hash('sha256', input, 'buffer');
}
