import type { Databases } from '../../../databases/databases.js';

/** Names that iptables has of its own, whatever the files of the host say. The first name of a number is shown. */
const OWN_NAMES: readonly (readonly [string, number])[] = [
  ['tcp', 6],
  ['sctp', 132],
  ['udp', 17],
  ['udplite', 136],
  ['icmp', 1],
  ['ipv6-icmp', 58],
  ['icmpv6', 58],
  ['esp', 50],
  ['ah', 51],
  ['mobility-header', 135],
  ['ipv6-mh', 135],
  ['mh', 135],
  ['dccp', 33],
  ['ipcomp', 108],
  ['all', 0],
];

/** The number of a protocol by its name; undefined when none is named so. Source: iptables(8) `-p`, protocols(5). */
export function readProtocolName(name: string, { protocols }: Databases): number | undefined {
  return OWN_NAMES.find(([candidate]) => candidate === name)?.[1] ?? protocols.numberOf(name);
}

/** The name by which iptables writes a protocol in rules that can be read back; undefined when it writes the number. */
export function ownProtocolName(number: number): string | undefined {
  return OWN_NAMES.find(([, candidate]) => candidate === number)?.[0];
}

/** The name by which iptables lists a protocol when it may look names up; undefined when it writes the number. */
export function listedProtocolName(number: number, { protocols }: Databases): string | undefined {
  return ownProtocolName(number) ?? protocols.nameOf(number);
}
