import type { Family } from '../address/family.js';
import { IS_LATER_FRAGMENT } from '../netfilter/fragment.js';
import { PROTOCOL } from '../packet/protocol.js';
import { all, any, equals, inRange, not, type Predicate } from '../predicate/predicate.js';
import type { IcmpError } from '../program/ending.js';
import type { StepId } from '../program/step.js';
import { isMulticast6, isUnspecified6 } from './address/address-sets-v6.js';
import { dropPacket, type Dropping } from './drop-packet.js';
import type { Lowering } from './lowering.js';
import { routeIs } from './route/route-is.js';

/** ICMP types that report an error: source quench and redirect are among them. Source: `icmp_pointers`. */
const ERRORS4 = [3, 4, 5, 11, 12];
/** The largest ICMP type that the kernel knows. Source: `NR_ICMP_TYPES`. */
const LAST_KNOWN = 18;

/** Drops a packet and sends an ICMP error, unless it's a packet for which none is sent. */
export function refuse(
  lowering: Lowering,
  dropping: Dropping & { readonly answer: IcmpError },
): StepId {
  const silent = dropPacket(lowering, { ...dropping, answer: undefined });
  return lowering.builder.test(UNANSWERED[lowering.family], silent, dropPacket(lowering, dropping));
}

/** Packets that are answered by no ICMP error. Source: `__icmp_send`, `icmp6_send`. */
const UNANSWERED: Readonly<Record<Family, Predicate>> = {
  4: any([
    IS_LATER_FRAGMENT,
    routeIs('broadcast', 'multicast'),
    all([
      equals('protocol', PROTOCOL.icmp),
      any([
        ...ERRORS4.map((type) => equals('icmpType', type)),
        not(inRange('icmpType', 0, LAST_KNOWN)),
      ]),
    ]),
  ]),
  6: any([
    isMulticast6('dst'),
    isMulticast6('src'),
    isUnspecified6('src'),
    all([equals('protocol', PROTOCOL.icmpv6), inRange('icmpType', 0, 127)]),
  ]),
};
