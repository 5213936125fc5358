import { createPublicKey, verify } from 'node:crypto';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/**
 * A checkpoint whose signature has been verified (C2SP signed-note, tlog-checkpoint), with the key that the log names
 * itself. Proves that the holder of that key has signed this size and root; not that an event is among them.
 */
export function verifiedCheckpoint(note: string, vkey: string): Checkpoint {
  const [, name, encoded] = /^([^+]+)\+[^+]+\+(.+)$/.exec(vkey) ?? [];
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const line = note.split('\n').find((each) => each.startsWith(`— ${name} `)) ?? '';
  const signature = Buffer.from(line.slice(line.lastIndexOf(' ') + 1), 'base64').subarray(KEY_ID_BYTES);
  if (!verify(null, Buffer.from(text), publicKey(encoded ?? ''), signature))
    throw new Failure(EXIT.refused, 'the signature of the checkpoint is not that of the log.');
  const [origin, size, root] = text.split('\n');
  return { origin: origin!, size: Number(size), root: root! };
}

const KEY_ID_BYTES = 4;

/** The first byte says that it is an Ed25519 key. */
const publicKey = (encoded: string) =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(encoded, 'base64').subarray(1).toString('base64url') },
    format: 'jwk',
  });
