import * as fc from 'fast-check';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';

const ORIGIN = 'audit.example/t1';
const ROOT = 'Z29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=';
const TEXT = `${ORIGIN}\n3\n${ROOT}\n`;
const CHECKPOINT = { origin: ORIGIN, size: 3n, root: Buffer.from(ROOT, 'base64') };
const MAX = 2n ** 64n - 1n;

describe('a checkpoint', () => {
  it('is written and read as in the worked example', () => {
    expect(formatCheckpoint(CHECKPOINT)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual(CHECKPOINT);
  });

  it('is read as it was written, with sizes to 64 bits', () => {
    const roots = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    const property = fc.property(fc.bigInt(0n, MAX), roots, (size, root) => {
      const checkpoint = { origin: ORIGIN, size, root };
      expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
    });
    fc.assert(property);
    expect(parseCheckpoint(`${ORIGIN}\n${MAX}\n${ROOT}\n`).size).toBe(MAX);
    expect(parseCheckpoint(`${ORIGIN}\n0\n${ROOT}\n`).size).toBe(0n);
  });

  it.each([
    ['nothing', ''],
    ['an empty line alone', '\n'],
    ['no root', `${ORIGIN}\n3\n`],
    ['no final newline', TEXT.trimEnd()],
    ['an extension line', `${TEXT}time 1767225600\n`],
    ['an unfinished extension line', `${TEXT}x`],
    ['an empty line after it', `${TEXT}\n`],
    ['an empty line before it', `\n${TEXT}`],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
    ['an empty origin', TEXT.replace(ORIGIN, '')],
    ['a space in its origin', TEXT.replace(ORIGIN, 'audit example')],
    ['a + in its origin', TEXT.replace(ORIGIN, 'audit+example')],
    ['a control character in its origin', TEXT.replace(ORIGIN, 'audit\u0000')],
    ...['', '03', '00', '-3', '+3', '3.0', '3e0', '0x3', ' 3', '3 ', '3n', '٣', '1_0', 'three'].map(
      (size): [string, string] => [`the size ${JSON.stringify(size)}`, TEXT.replace('\n3\n', `\n${size}\n`)],
    ),
    ['a size of 2^64', TEXT.replace('\n3\n', `\n${MAX + 1n}\n`)],
    ['a size of 100,000 digits', TEXT.replace('\n3\n', `\n${'9'.repeat(100_000)}\n`)],
    ['a root of 31 bytes', TEXT.replace(ROOT, Buffer.alloc(31).toString('base64'))],
    ['a root of 33 bytes', TEXT.replace(ROOT, Buffer.alloc(33).toString('base64'))],
    ['a root without padding', TEXT.replace('=', '')],
    ['a root with too much padding', TEXT.replace('=', '==')],
    ['a root with unused bits', TEXT.replace('ZZM=', 'ZZN=')],
    ['a root in base64url', TEXT.replace('3/', '3_')],
    ['a root in hex', TEXT.replace(ROOT, 'ab'.repeat(32))],
    ['a space after its root', TEXT.replace(ROOT, `${ROOT} `)],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(SyntaxError);
  });

  it.each([
    ['a line break in its origin', { ...CHECKPOINT, origin: `${ORIGIN}\n2` }],
    ['an empty origin', { ...CHECKPOINT, origin: '' }],
    ['a negative size', { ...CHECKPOINT, size: -1n }],
    ['a size of 2^64', { ...CHECKPOINT, size: MAX + 1n }],
    ['a root of 31 bytes', { ...CHECKPOINT, root: Buffer.alloc(31) }],
    ['an empty root', { ...CHECKPOINT, root: Buffer.alloc(0) }],
  ])('is not written with %s', (_, checkpoint) => {
    expect(() => formatCheckpoint(checkpoint)).toThrow(SyntaxError);
  });
});
