import type { Family } from '../../address/family.js';
import { requiresDissection } from '../../rpdb/rule-predicate.js';
import { copy, copyAddress, copyBits, set, type Assignment } from '../../predicate/assignment.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { equals } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';

/** The DSCP bits of the TOS byte, in their place. */
const DSCP_BITS = 0xfc;

/** The part of the key that every lookup for the packet at hand shares: its addresses, mark and DSCP as they are now. */
export function packetKey(family: Family): readonly Assignment[] {
  return [
    ...copyAddress(family, 'flowSrc', 'src'),
    ...copyAddress(family, 'flowDst', 'dst'),
    copy('flowMark', 'mark'),
    copyBits('flowTos', 0, 'tos', DSCP_BITS),
    set('flowScope', 0),
  ];
}

/**
 * Makes the key of a socket that sends ICMP: type and code stand where the destination port is, since the two share their place in the kernel's key.
 *
 * @param next - the lookup
 * Source: `struct flowi4`, `struct flowi6`, `raw_probe_proto_opt`, `rawv6_probe_proto_opt`, `ping_v4_sendmsg`.
 */
export function lowerIcmpKey({ builder, family }: Lowering, next: StepId): StepId {
  const typeAndCode = [
    copyBits('flowDport', 0, 'icmpType', 0xff, 8),
    copyBits('flowDport', 0xff00, 'icmpCode', 0xff),
  ];
  const protocol = family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6;
  return builder.test(equals('protocol', protocol), builder.assign(typeAndCode, next), next);
}

/**
 * Protocol and ports from the packet, if some rule needs them; else zero. Fragments have no ports.
 *
 * Source: `fib4_rules_early_flow_dissect`, `fib_rule_requires_fldissect`.
 */
export function dissectedKey({ state }: Lowering): readonly Assignment[] {
  return requiresDissection(state.rules)
    ? [copy('flowProtocol', 'protocol'), copy('flowSport', 'sport'), copy('flowDport', 'dport')]
    : [set('flowProtocol', 0), set('flowSport', 0), set('flowDport', 0)];
}

/** The same with source and destination port exchanged, for the lookup of the way back. */
export function reversedDissectedKey({ state }: Lowering): readonly Assignment[] {
  return requiresDissection(state.rules)
    ? [copy('flowProtocol', 'protocol'), copy('flowSport', 'dport'), copy('flowDport', 'sport')]
    : [set('flowProtocol', 0), set('flowSport', 0), set('flowDport', 0)];
}
