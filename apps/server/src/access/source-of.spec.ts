import { sourceOf } from './source-of.js';

describe('one source', () => {
  it.each([
    ['an IPv4 address', '192.0.2.7', ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:207', '0:0:0:0:0:ffff:192.0.2.7']],
    ['an IPv6 network', '2001:db8:0:1::/64', ['2001:db8:0:1::', '2001:DB8:0:1:ffff::9', '2001:0db8::1:0:0:0:5']],
    ['a network without zeros', '1:2:3:4::/64', ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4::']],
    ['a link', 'fe80:0:0:0::/64', ['fe80::1', 'fe80::2%eth0']],
    ['this host', '0:0:0:0::/64', ['::1', '::']],
  ])('is %s', (_, source, addresses) => {
    expect(addresses.map(sourceOf)).toEqual(addresses.map(() => source));
  });

  it('is not that of a neighbour', () => {
    const neighbours = ['192.0.2.7', '192.0.2.8', '2001:db8:0:1::1', '2001:db8:0:2::1', '2001:db8:1:1::1', '::1'];
    expect(new Set(neighbours.map(sourceOf)).size).toBe(neighbours.length);
  });
});
