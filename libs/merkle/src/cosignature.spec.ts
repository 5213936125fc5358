import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Cosigner, cosign, openCosignatures } from './cosignature.js';
import { openNote } from './signed-note.js';
import { formatVkey } from './verifier-key.js';

/** PKCS #8 of an Ed25519 key is this, and its seed. */
const HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function cosigner(name: string, byte: number): Cosigner {
  const privateKey = createPrivateKey({
    key: Buffer.concat([HEAD, Buffer.alloc(32, byte)]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const vkey = formatVkey(name, Buffer.from(x!, 'base64url'), 'cosignature');
  return { name, vkey, sign: (message) => sign(null, message, privateKey) };
}

const WITNESS = cosigner('time.example/w1', 8);
const OTHER = cosigner('time.example/w2', 9);
const TIME = 1_767_225_600n;

const TEXT = 'audit.example/t1\n3\nZ29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=\n';
const LOG_LINE =
  '— audit.example/t1 jwJQHLoD848OaV8B5PxKrveEtveLxeoWd6pBvYJHH0kWnhGyj4t7goeLo7+hUU2gS9i5630LB+0guna99sT4MthmUQM=\n';
const LINE =
  '— time.example/w1 on8Q4gAAAABpVbkAYFXLPiYbbYbaRP9lCsgzcYa/egYl6mmpHt8XBXJEViWTD2n7bn3LUY9WdqHY9EyzgaBOJRfH5lRD9zymbh8jDQ==\n';
const NOTE = `${TEXT}\n${LOG_LINE}${LINE}`;

it('is written as in the worked example', () => {
  expect(WITNESS.vkey).toBe('time.example/w1+a27f10e2+BBOY9ixtGkV8UbpqS189vS9p/KkyFiGNyJl+QWvRfZPK');
  expect(cosign(TEXT, TIME, WITNESS)).toBe(LINE);
});

it('verifies, beside the signature of the log, and beside those of others', () => {
  expect(openCosignatures(NOTE, [WITNESS.vkey])).toEqual([{ vkey: WITNESS.vkey, time: TIME }]);
  const both = NOTE + cosign(TEXT, TIME + 1n, OTHER);
  expect(openCosignatures(both, [OTHER.vkey, WITNESS.vkey])).toEqual([
    { vkey: OTHER.vkey, time: TIME + 1n },
    { vkey: WITNESS.vkey, time: TIME },
  ]);
  expect(openCosignatures(both, [OTHER.vkey])).toHaveLength(1);
  expect(openCosignatures(NOTE, [OTHER.vkey])).toEqual([]);
});

it.each([
  ['another text', NOTE.replace('\n3\n', '\n4\n')],
  ['another time', `${TEXT}\n${LOG_LINE}${LINE.replace('AAAABp', 'AAAABq')}`],
  [
    'no time',
    `${TEXT}\n${LOG_LINE}— time.example/w1 ${Buffer.concat([Buffer.from('a27f10e2', 'hex'), Buffer.alloc(72)]).toString('base64')}\n`,
  ],
  ['no signature', `${TEXT}\n${LOG_LINE}— time.example/w1 on8Q4gAAAABpVbkA\n`],
])('does not verify with %s', (_, note) => {
  expect(() => openCosignatures(note, [WITNESS.vkey])).toThrow('does not verify');
});

it('is no signature of a note, and its key none of a log', () => {
  expect(() => openNote(NOTE, [WITNESS.vkey])).toThrow(SyntaxError);
  expect(() =>
    openCosignatures(NOTE, ['audit.example/t1+8f02501c+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs']),
  ).toThrow(SyntaxError);
});

it.each([0n, -1n, 1n << 63n])('has no time %d', (time) => {
  expect(() => cosign(TEXT, time, WITNESS)).toThrow(RangeError);
});
