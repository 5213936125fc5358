import { generateKeyPairSync, sign } from 'node:crypto';
import { verifiedCheckpoint } from './verified-checkpoint.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
const VKEY = `log.test+00000000+${Buffer.concat([Buffer.from([1]), bytes]).toString('base64')}`;
const TEXT = 'log.test\n7\ncm9vdA==\n';
const signed = (text: string): string =>
  `${TEXT}\n— log.test ${Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`;

it('a checkpoint is read when its signature verifies', () => {
  expect(verifiedCheckpoint(signed(TEXT), VKEY)).toEqual({ origin: 'log.test', size: 7, root: 'cm9vdA==' });
});

it.each([
  ['of another text', signed('log.test\n8\ncm9vdA==\n')],
  ['missing', TEXT],
  ['of somebody else', signed(TEXT).replace('— log.test', '— other.test')],
])('one whose signature is %s is not', (_what, note) =>
  expect(() => verifiedCheckpoint(note, VKEY)).toThrow('not that of the log'),
);
