import type { IcmpError } from '../program/ending.js';

/** What the ICMP errors that a router sends mean, by `type/code`. Source: RFC 792, RFC 1812 5.2.7.1. */
const ICMP_WORDS: Readonly<Record<string, string>> = {
  '3/0': 'network unreachable',
  '3/1': 'host unreachable',
  '3/2': 'protocol unreachable',
  '3/3': 'port unreachable',
  '3/4': 'fragmentation needed',
  '3/9': 'network prohibited',
  '3/10': 'host prohibited',
  '3/13': 'administratively prohibited',
  '11/0': 'time exceeded',
};

/** What the ICMPv6 errors that a router sends mean, by `type/code`. Source: RFC 4443, 3. */
const ICMPV6_WORDS: Readonly<Record<string, string>> = {
  '1/0': 'no route',
  '1/1': 'administratively prohibited',
  '1/3': 'address unreachable',
  '1/4': 'port unreachable',
  '1/5': 'source address failed policy',
  '1/6': 'route rejected',
  '2/0': 'packet too big',
  '3/0': 'hop limit exceeded',
};

/** Names an ICMP error about a packet to `dst`: `ICMP 3/1 (host unreachable)`. */
export function icmpWords({ type, code }: IcmpError, dst: string): string {
  const ipv6 = dst.includes(':');
  const words = (ipv6 ? ICMPV6_WORDS : ICMP_WORDS)[`${type}/${code}`];
  return `${ipv6 ? 'ICMPv6' : 'ICMP'} ${type}/${code}${words === undefined ? '' : ` (${words})`}`;
}
