import type { Family } from '../../../address/family.js';
import type { IcmpError } from '../../../program/ending.js';

const UNREACHABLE_4 = [
  'Destination Net Unreachable',
  'Destination Host Unreachable',
  'Destination Protocol Unreachable',
  'Destination Port Unreachable',
  undefined,
  'Source Route Failed',
  'Destination Net Unknown',
  'Destination Host Unknown',
  'Source Host Isolated',
  'Destination Net Prohibited',
  'Destination Host Prohibited',
  'Destination Net Unreachable for Type of Service',
  'Destination Host Unreachable for Type of Service',
  'Packet filtered',
  'Precedence Violation',
  'Precedence Cutoff',
];

const UNREACHABLE_6 = [
  'No route',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
  'Source address failed ingress/egress policy',
  'Reject route to destination',
];

/** An ICMP error in the words of ping(8); undefined when ping prints more of it than its type and code. */
export function icmpWords(family: Family, { type, code }: IcmpError): string | undefined {
  if (family === 4) {
    if (type === 3) return UNREACHABLE_4[code];
    return type === 11 && code === 0 ? 'Time to live exceeded' : undefined;
  }
  const why = UNREACHABLE_6[code];
  if (type === 1) return why === undefined ? undefined : `Destination unreachable: ${why}`;
  return type === 3 && code === 0 ? 'Time exceeded: Hop limit' : undefined;
}
