import { spellingOf } from './spelling.js';

const HEX = '0123456789abcdef0123456789abcdef01234567';
/** 8,192 characters in three parts. */
const LONGEST = `${'a'.repeat(4096)}.${'a'.repeat(4092)}.AA`;

it.each([
  ['forty hexadecimal digits', HEX, 'opaque'],
  ['one less', HEX.slice(1), undefined],
  ['one more', `${HEX}0`, undefined],
  ['one more before', `0${HEX}`, undefined],
  ['capitals', HEX.toUpperCase(), undefined],
  ['three parts of base64url', 'eyJ9.-_-_.AA', 'jwt'],
  ['two parts', 'eyJ9.AAAA', undefined],
  ['four parts', 'eyJ9.AAAA.AAAA.AAAA', undefined],
  ['an empty part', 'eyJ9..AA', undefined],
  ['padding', 'eyJ9.AAAA.AA==', undefined],
  ['white space', 'eyJ9.AAAA.AA ', undefined],
  ['white space before', ' eyJ9.AAAA.AA', undefined],
  ['base64', 'eyJ9.+/+/.AA', undefined],
  ['stray bits', 'eyJ9.AAAA.AB', undefined],
  ['a part of one character', 'eyJ9.A.AA', undefined],
  ['nothing', '', undefined],
  ['as long as any', LONGEST, 'jwt'],
  ['longer', `${LONGEST}AA`, undefined],
])('%s', (_, text, spelling) => {
  expect(spellingOf(text)).toBe(spelling);
});
