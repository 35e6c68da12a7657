import type { Family } from '../../address/family.js';
import { ICMP_CODE_NAMES, icmpCodes } from '../../netfilter/extension/option/icmp-type.js';

/** Each with its type and code as one number. */
function codes(
  ...words: Parameters<typeof icmpCodes>
): readonly (readonly [name: string, value: number])[] {
  return icmpCodes(...words).map(({ name, type, from }) => [name, (type << 8) | from]);
}

/** Names of ICMP types with their codes, as ipset has them; the first of a value is shown. */
const ICMP = [
  ...codes(0, 'echo-reply'),
  ...codes(0, 'pong'),
  ...codes(3, ...ICMP_CODE_NAMES.unreachable),
  ...codes(4, 'source-quench'),
  ...codes(5, ...ICMP_CODE_NAMES.redirect),
  ...codes(8, 'echo-request'),
  ...codes(8, 'ping'),
  ...codes(9, 'router-advertisement'),
  ...codes(10, 'router-solicitation'),
  ...codes(11, ...ICMP_CODE_NAMES.timeExceeded),
  ...codes(12, ...ICMP_CODE_NAMES.parameterProblem),
  ...codes(13, 'timestamp-request'),
  ...codes(14, 'timestamp-reply'),
  ...codes(17, 'address-mask-request'),
  ...codes(18, 'address-mask-reply'),
];

const ICMPV6 = [
  ...codes(1, 'no-route', 'communication-prohibited', 3, 'address-unreachable', 'port-unreachable'),
  ...codes(2, 'packet-too-big'),
  ...codes(3, 'ttl-zero-during-transit', 'ttl-zero-during-reassembly'),
  ...codes(4, 'bad-header', 'unknown-header-type', 'unknown-option'),
  ...codes(128, 'echo-request'),
  ...codes(128, 'ping'),
  ...codes(129, 'echo-reply'),
  ...codes(129, 'pong'),
  ...codes(133, 'router-solicitation'),
  ...codes(134, 'router-advertisement'),
  ...codes(135, 'neighbour-solicitation'),
  ...codes(136, 'neighbour-advertisement'),
  ...codes(137, 'redirect'),
];

/** `type << 8 | code` of the first name that begins so; undefined when none does. */
export function icmpOfName(text: string, family: Family): number | undefined {
  const start = text.toLowerCase();
  return namesOf(family).find(([name]) => name.toLowerCase().startsWith(start))?.[1];
}

/** The name of a type with its code, or both as numbers. */
export function printIcmp(value: number, family: Family): string {
  const named = namesOf(family).find(([, one]) => one === value)?.[0];
  return named ?? `${value >>> 8}/${value & 0xff}`;
}

function namesOf(family: Family): readonly (readonly [string, number])[] {
  return family === 4 ? ICMP : ICMPV6;
}
