import { BlockList, isIP } from 'node:net';

/** One address, or those that begin alike (CIDR notation: RFC 4632, RFC 4291 section 2.3), in every spelling of them. */
export interface Network {
  readonly words: string;
  has(address: string): boolean;
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
const BITS = { ipv4: 32, ipv6: 128 } as const;

/** Undefined for what is neither an address nor a network. */
export function networkOf(words: string): Network | undefined {
  const [, address = '', prefix] = /^([^/%]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(words) ?? [];
  if (!isIP(address)) return undefined;
  const family = familyOf(address);
  const length = prefix === undefined ? BITS[family] : Number(prefix);
  if (length > BITS[family]) return undefined;
  const list = new BlockList();
  list.addSubnet(address, length, family);
  return { words: words.toLowerCase(), has: (other) => isIP(other) !== 0 && list.check(other, familyOf(other)) };
}
