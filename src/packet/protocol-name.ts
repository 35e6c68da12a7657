import type { Family } from '../address/family.js';
import { PROTOCOL } from './protocol.js';

/** Further names that people write for a protocol. */
const ALIASES: Readonly<Record<string, number>> = {
  icmp6: PROTOCOL.icmpv6,
  'ipv6-icmp': PROTOCOL.icmpv6,
};

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(PROTOCOL),
  ...Object.entries(ALIASES),
]);

/** The protocol names that {@link protocolNumber} knows. */
export const PROTOCOL_NAMES: readonly string[] = [...NUMBERS.keys()];

/** The number of a protocol by name; undefined when the name is not known. `icmp` is ICMPv6 among IPv6 packets. */
export function protocolNumber(name: string, family: Family): number | undefined {
  return name === 'icmp' && family === 6 ? PROTOCOL.icmpv6 : NUMBERS.get(name);
}

/** The name of a protocol, such that {@link protocolNumber} gives the number again; undefined when it has none. */
export function protocolName(number: number, family: Family): string | undefined {
  return PROTOCOL_NAMES.find((name) => protocolNumber(name, family) === number);
}
