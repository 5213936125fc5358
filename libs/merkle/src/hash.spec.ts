import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { emptyRoot, leafHash, nodeHash } from './hash.js';

const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('tree hashes', () => {
  it.each([
    ['{"n":"0"}', '4568a2b7e276891d74a931892e6633576c850e7b1810d543ea22486ddcf403f6'],
    ['{"n":"1"}', '68b7a4fc1da1f13fd2ed0a0ddab7648187a695dd3ce892510f128da5b82f5af2'],
    ['{"n":"2"}', '5a351221001b6a3a9f647673d753a4d07512d61634e3db7ecd32ad0ff0047e73'],
  ])('hashes the leaf %s', (entry, expected) => {
    expect(leafHash(Buffer.from(entry)).toString('hex')).toBe(expected);
  });

  it('has the hash of nothing as its empty root', () => {
    expect(emptyRoot.toString('base64')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('prefixes every leaf with 0x00', () => {
    const property = fc.property(fc.uint8Array(), (entry) => {
      expect(leafHash(entry)).toEqual(sha256(Buffer.of(0), entry));
    });
    fc.assert(property);
  });

  it('prefixes every node with 0x01, whatever was hashed before', () => {
    const property = fc.property(hashes, hashes, (left, right) => {
      expect(nodeHash(left, right)).toEqual(sha256(Buffer.of(1), left, right));
    });
    fc.assert(property);
  });

  it('never takes a node for a leaf', () => {
    const [left, right] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });

  it('hands out hashes that later hashing leaves alone', () => {
    const node = nodeHash(emptyRoot, emptyRoot);
    const before = node.toString('hex');
    nodeHash(node, node);
    expect(node.toString('hex')).toBe(before);
  });

  it.each([
    [31, 32],
    [33, 32],
    [32, 31],
    [32, 33],
    [0, 64],
    [31, 33],
  ])('refuses a node of %d and %d bytes', (left, right) => {
    expect(() => nodeHash(Buffer.alloc(left), Buffer.alloc(right))).toThrow(RangeError);
  });
});
