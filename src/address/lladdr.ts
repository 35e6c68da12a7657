import type { Address } from './address.js';

/** The Ethernet address of a device that has none. */
export const NO_LLADDR = '00:00:00:00:00:00';

/** The Ethernet address of all hosts on a link. */
export const BROADCAST_LLADDR = 'ff:ff:ff:ff:ff:ff';

/** The Ethernet address of a multicast group. Source: RFC 1112 section 6.4, RFC 2464 section 7. */
export function groupLladdr(group: Address): string {
  const last = group.words.at(-1) ?? 0;
  const [prefix, bits, count] =
    group.family === 4
      ? (['01:00:5e', last & 0x7fffff, 3] as const)
      : (['33:33', last, 4] as const);
  const bytes = Array.from({ length: count }, (_, index) =>
    ((bits >>> (8 * (count - 1 - index))) & 0xff).toString(16).padStart(2, '0'),
  );
  return [prefix, ...bytes].join(':');
}

/** Reports whether a link-layer address is for more than one host: the lowest bit of its first byte. Source: `is_multicast_ether_addr`. */
export function isGroupLladdr(lladdr: string): boolean {
  return (Number.parseInt(lladdr.slice(0, 2), 16) & 1) === 1;
}
