import { formatTlogProof, parseTlogProof } from './tlog-proof.js';

/** Made with keys of 32 bytes of 0x07 and of 0x08, over the entries {"n":"0"}, {"n":"1"}, {"n":"2"}. */
const PROOF = `c2sp.org/tlog-proof@v1
index 1
RWiit+J2iR10qTGJLmYzV2yFDnsYENVD6iJIbdz0A/Y=
WjUSIQAbajqfZHZz11Ok0HUS1hY049t+zTKtD/AEfnM=

audit.example/t1
3
`;

it('is written as it was read', () => {
  const proof = parseTlogProof(PROOF);
  expect(proof.index).toBe(1n);
  expect(proof.hashes.map((hash) => hash.toString('hex').slice(0, 8))).toEqual(['4568a2b7', '5a351221']);
  expect(proof.checkpoint).toBe('audit.example/t1\n3\n');
  expect(formatTlogProof(proof)).toBe(PROOF);
});

it('may have no hashes, and data that nothing authenticates', () => {
  const text = 'c2sp.org/tlog-proof@v1\nextra aGk=\nindex 0\n\nrest\n\nmore\n';
  const proof = { extra: Buffer.from('hi'), index: 0n, hashes: [], checkpoint: 'rest\n\nmore\n' };
  expect(parseTlogProof(text)).toEqual(proof);
  expect(formatTlogProof(proof)).toBe(text);
});

it.each([
  ['', 'an empty line'],
  [PROOF.replace('\n\n', '\n'), 'an empty line'],
  [PROOF.replace('@v1', '@v2'), 'begins with'],
  [` ${PROOF}`, 'begins with'],
  [PROOF.replace('index 1', 'index 01'), 'index'],
  [PROOF.replace('index 1', 'index -1'), 'index'],
  [PROOF.replace('index 1', 'index 18446744073709551616'), 'index'],
  [PROOF.replace('index 1\n', ''), 'index'],
  [PROOF.replace('index 1', 'extra a\nindex 1'), 'extra'],
  [PROOF.replace('RWii', 'RWi'), '32 bytes'],
  [PROOF.replace('A/Y=', 'A/Z='), '32 bytes'],
  [PROOF.replace('RWiit', 'aGk=\nRWiit'), '32 bytes'],
  [PROOF.replace('RWiit', `${`${'A'.repeat(43)}=\n`.repeat(62)}RWiit`), 'at most 63'],
])('is none: %#', (text, why) => {
  expect(() => parseTlogProof(text)).toThrow(why);
});

it('takes the largest index and the most hashes', () => {
  const most = PROOF.replace('index 1', 'index 18446744073709551615').replace(
    'RWiit',
    `${`${'A'.repeat(43)}=\n`.repeat(61)}RWiit`,
  );
  const { index, hashes } = parseTlogProof(most);
  expect([index, hashes.length]).toEqual([18_446_744_073_709_551_615n, 63]);
});
