import { formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.js';

const HASH = Buffer.alloc(32, 7);
const BODY = `old 20852163\n${HASH.toString('base64')}\n\naudit.example/t1\n3\n`;

it('is read as it was written', () => {
  const request = { old: 20_852_163n, proof: [HASH], checkpoint: 'audit.example/t1\n3\n' };
  expect(formatAddCheckpoint(request)).toBe(BODY);
  expect(parseAddCheckpoint(BODY)).toEqual(request);
  expect(parseAddCheckpoint('old 0\n\nrest\n\nmore')).toEqual({ old: 0n, proof: [], checkpoint: 'rest\n\nmore' });
});

it.each([
  ['', 'empty line'],
  [BODY.replace('\n\n', '\n'), 'empty line'],
  [BODY.replace('old ', 'Old '), 'old'],
  [BODY.replace('old 2', 'old 02'), 'old'],
  [BODY.replace('20852163', '18446744073709551616'), 'old'],
  [BODY.replace('20852163', '-1'), 'old'],
  [`\n${BODY}`, 'old'],
  [BODY.replace('Bwc=', 'Bwd='), '32 bytes'],
  [BODY.replace(`${HASH.toString('base64')}\n`, `${HASH.toString('base64')}\n`.repeat(64)), 'at most 63'],
])('is none: %#', (body, why) => {
  expect(() => parseAddCheckpoint(body)).toThrow(why);
});
