import { addressFromWords } from '../../address/address.js';
import { SCOPE } from '../../fib/route.js';
import { tunnelOf } from '../link-kind/tunnel.js';
import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';
import { addressesOf, makeInterfaceAddress, type InterfaceAddress } from './interface-address.js';

/** Source: IFAPROT_KERNEL_LL. */
const KERNEL_LINK_LOCAL = 3;
const LINK_LOCAL = 0xfe800000;

/**
 * The IPv6 addresses that a tunnel makes itself as it comes up; undefined for a device that makes one of its link-layer address. Of
 * its own end: an ISATAP identifier for ipip and gre, the bare end for sit; a sit or a gre without an end of its own has an address
 * for each IPv4 address of the host. Source: `__ipv6_isatap_ifid`, `addrconf_sit_config`, `addrconf_gre_config`, `add_v4_addrs`.
 */
export function tunnelAddresses6(
  namespace: Namespace,
  link: Link,
): readonly InterfaceAddress[] | undefined {
  const tunnel = tunnelOf(link);
  if (tunnel === undefined || tunnel.type === 'gretap' || tunnel.type === 'erspan')
    return undefined;
  const [end = 0] = tunnel.local.words;
  if (tunnel.type === 'ipip' && end === 0) return [];
  if (tunnel.type !== 'sit' && end !== 0) {
    const local = addressFromWords(6, [LINK_LOCAL, 0, isatapWord(end), end]);
    return [makeInterfaceAddress({ local, length: 64, protocol: KERNEL_LINK_LOCAL })];
  }
  const isCompatible = tunnel.type === 'sit' && !link.pointToPoint;
  const ends = end === 0 ? hostEnds(namespace, link) : [{ word: end, isOfHost: false }];
  return ends.map(({ word, isOfHost }) =>
    makeInterfaceAddress({
      local: addressFromWords(6, [isCompatible ? 0 : LINK_LOCAL, 0, 0, word]),
      length: isCompatible ? 96 : 64,
      ...(isOfHost ? { scope: SCOPE.host } : {}),
    }),
  );
}

/** The IPv4 addresses of devices that are up, but for those of one link. */
function hostEnds(
  { links }: Namespace,
  { pointToPoint }: Link,
): readonly { readonly word: number; readonly isOfHost: boolean }[] {
  return links
    .toArray()
    .filter(({ up }) => up)
    .flatMap((other) => addressesOf(other, 4))
    .filter(({ scope }) => scope !== SCOPE.link && !(pointToPoint && scope >= SCOPE.host))
    .map(({ local, scope }) => ({ word: local.words[0] ?? 0, isOfHost: scope >= SCOPE.host }));
}

/** Networks whose addresses name no host of the whole internet. */
const NOT_GLOBAL: readonly (readonly [network: number, bits: number])[] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0000200, 24],
  [0xc0586300, 24],
  [0xc0a80000, 16],
  [0xc6120000, 15],
  [0xe0000000, 4],
  [0xffffffff, 32],
];

function isatapWord(end: number): number {
  const isGlobal = NOT_GLOBAL.every(([network, bits]) => (end ^ network) >>> (32 - bits) !== 0);
  return isGlobal ? 0x02005efe : 0x00005efe;
}
