import { networkOf } from './network.js';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7', '::ffff:192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['192.0.2.0/24', '192.0.2.255'],
  ['192.0.2.7/24', '192.0.2.1'],
  ['0.0.0.0/0', '203.0.113.1'],
  ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
  ['2001:db8::/32', '2001:db8:ffff::1'],
  ['fe80::1', 'fe80::1%eth0'],
])('%s has %s', (words, address) => {
  expect(networkOf(words)?.has(address)).toBe(true);
});

it.each([
  ['192.0.2.7', '192.0.2.8'],
  ['192.0.2.0/25', '192.0.2.128'],
  ['2001:db8::1', '2001:db8::2'],
  ['0.0.0.0/0', ''],
  ['::/0', 'nowhere'],
])('%s has not %s', (words, address) => {
  expect(networkOf(words)?.has(address)).toBe(false);
});

it.each([
  '',
  ' 192.0.2.7',
  '192.0.2',
  '192.0.2.07',
  '192.0.2.7/',
  '192.0.2.7/33',
  '192.0.2.7/08',
  '192.0.2.7/-1',
  '::/129',
  'fe80::1%eth0',
  'a.test',
  '192.0.2.7/24/24',
])('%j is neither an address nor a network', (words) => {
  expect(networkOf(words)).toBeUndefined();
});

it('is named in one spelling of its letters', () => {
  expect(networkOf('2001:DB8::/32')?.words).toBe('2001:db8::/32');
});
