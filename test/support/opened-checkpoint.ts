import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** C2SP signed-note and tlog-checkpoint, read without the server's own code; throws for any other note. */
export function opened(note: string, vkey: string): Checkpoint {
  const [name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)!.slice(1) as [string, string, string];
  const typed = Buffer.from(key, 'base64');
  assert.equal(typed[0], 1, 'the key is not for Ed25519');
  assert.equal(sha256(Buffer.from(`${name}\n`), typed).toString('hex', 0, 4), id, 'the key is not the one it is named');
  const [text, lines] = /^((?:.+\n)+)\n((?:— \S+ \S+\n)+)$/.exec(note)!.slice(1) as [string, string];
  const signatures = [...lines.matchAll(/^— (\S+) (\S+)$/gm)].map(
    ([, signer, encoded]) => [signer, Buffer.from(encoded!, 'base64')] as const,
  );
  const own = signatures.find(([signer, bytes]) => signer === name && bytes.toString('hex', 0, 4) === id);
  assert(own, 'somebody else has signed');
  const signature = own[1];
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.toString('base64url', 1) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  assert(verify(null, Buffer.from(text), publicKey, signature.subarray(4)), 'the signature does not verify');
  const [origin, size, root, ...rest] = text.split('\n');
  assert.deepEqual(rest, [''], 'a checkpoint has three lines');
  return { origin: origin!, size: Number(size), root: root! };
}
