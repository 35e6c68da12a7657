import { unspecifiedAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { addressIn, addressIs } from '../predicate/address-predicate.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  invertedIf,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../predicate/predicate.js';
import type { Part } from '../predicate/part.js';
import type { MaskedValue, PortSelector, Rule, RulePrefix } from './rule.js';

/** Where a rule is looked at. */
export interface RuleScope {
  readonly family: Family;
  /** The ifindex of the device of that name; undefined when there is none. */
  deviceIndex(name: string): number | undefined;
  /** The ifindexes of the layer 3 domain of each VRF, its own first; absent where there is no VRF. */
  readonly domains?: readonly (readonly number[])[];
  /** The flows are those of what a VRF device sends on: they come from lo, and from the VRF. Source: `vrf_process_v4_outbound`. */
  readonly resent?: boolean;
}

/** The IPv4 lookup compares these bits of the TOS byte with a rule's `tos`. Source: `IPTOS_RT_MASK`. */
const TOS_MASK: Readonly<Record<Family, number>> = { 4: 0x1c, 6: 0xfc };

/**
 * Which flows a rule takes: all of its selectors together, the whole inverted by `not`.
 *
 * Source: ip-rule(8); `fib_rule_match`, `fib4_rule_match`, `fib6_rule_match`.
 */
export function rulePredicate(rule: Rule, scope: RuleScope): Predicate {
  return invertedIf(rule.not, all(ruleSelectors(rule, scope).map(({ when }) => when)));
}

/** The selectors of a rule, each with what it asks for: a flow is taken when all of them hold, or with `not` unless they do. */
export function ruleSelectors(rule: Rule, scope: RuleScope): readonly Part[] {
  return [
    ...given(rule.from, (prefix) => ({ when: sourceIn(prefix, scope.family) })),
    ...given(rule.to, (to) => ({ when: addressIn('flowDst', to.prefix) })),
    ...given(rule.tos, (tos) => ({ when: masked('flowTos', TOS_MASK[scope.family], tos) })),
    ...given(rule.fwmark, (mark) => ({ when: maskedValue('flowMark', mark) })),
    ...given(rule.iif, (name) => device('flowIif', name, scope)),
    ...given(rule.oif, (name) => device('flowOif', name, scope)),
    ...(rule.l3mdev ? [domain(scope)] : []),
    ...given(rule.uidrange, ({ from, to }) => ({ when: inRange('flowUid', from, to) })),
    ...given(rule.ipproto, (protocol) => ({ when: equals('flowProtocol', protocol) })),
    ...given(rule.sport, (ports) => ({ when: port('flowSport', ports) })),
    ...given(rule.dport, (ports) => ({ when: port('flowDport', ports) })),
    // No ordinary packet comes from a tunnel with an id.
    ...given(rule.tunId, (id) => never('tun_id', id)),
    ...given(rule.dscp, dscpSelector),
    ...given(rule.flowlabel, (label) => ({ when: maskedValue('flowLabel', label) })),
  ];
}

function given<T>(selector: T | undefined, meaning: (selector: T) => Part): readonly Part[] {
  return selector === undefined ? [] : [meaning(selector)];
}

function never(option: string, needs: string): Part {
  return { when: NEVER, words: { option, needs, has: [] } };
}

function dscpSelector({ value, mask }: MaskedValue): Part {
  const shown = `0x${value.toString(16)}`;
  return {
    when: maskedValue('flowTos', { value: value << 2, mask: mask << 2 }),
    words: {
      option: 'dscp',
      needs: mask === DSCP_MAX ? shown : `${shown}/0x${mask.toString(16)}`,
      has: [{ dscpOf: 'flowTos' }],
    },
  };
}

const DSCP_MAX = 0x3f;

/** IPv4 takes an unspecified source as the address 0.0.0.0; IPv6 lets no `from` match it. */
function sourceIn(from: RulePrefix, family: Family): Predicate {
  const inside = addressIn('flowSrc', from.prefix);
  if (family === 4) return inside;
  return all([inside, not(addressIs('flowSrc', unspecifiedAddress(6)))]);
}

/**
 * A selector that names a device which doesn't exist stays in its rule and matches nothing; one that names a VRF takes the flows of its
 * whole domain. Source: `l3mdev_fib_rule_iif_match`, `l3mdev_fib_rule_oif_match`.
 */
function device(field: 'flowIif' | 'flowOif', name: string, scope: RuleScope): Part {
  const index = scope.deviceIndex(name);
  return {
    when: index === undefined ? NEVER : isFlowOf(field, index, scope),
    words: { option: field === 'flowIif' ? 'iif' : 'oif', needs: name, has: [field] },
  };
}

function isFlowOf(
  field: 'flowIif' | 'flowOif',
  index: number,
  { domains, resent }: RuleScope,
): Predicate {
  if (resent === true && field === 'flowIif' && index === LOOPBACK_INDEX) return ALWAYS;
  const members = domains?.find(([vrf]) => vrf === index);
  if (members === undefined) return equals(field, index);
  return field === 'flowOif'
    ? isAmong('flowOif', members)
    : all([equals('flowOif', 0), isAmong('flowIif', members)]);
}

const LOOPBACK_INDEX = 1;

/** The flow is in the domain of some VRF. Source: `l3mdev_fib_rule_match`. */
function domain({ domains = [] }: RuleScope): Part {
  return {
    when: any(domains.map(isInDomain)),
    words: { option: 'l3mdev', needs: 'a VRF', has: ['flowIif', 'flowOif'] },
  };
}

/** The flow is in the domain of these devices: the output device that was asked for is one, or else the input device. Source: `l3mdev_update_flow`. */
export function isInDomain(members: readonly number[]): Predicate {
  return any([
    isAmong('flowOif', members),
    all([equals('flowOif', 0), isAmong('flowIif', members)]),
  ]);
}

function isAmong(field: 'flowIif' | 'flowOif', members: readonly number[]): Predicate {
  return any(members.map((index) => equals(field, index)));
}

function port(field: 'flowSport' | 'flowDport', ports: PortSelector): Predicate {
  if (ports.from !== ports.to) return inRange(field, ports.from, ports.to);
  return maskedValue(field, { value: ports.from, mask: ports.mask });
}

function maskedValue(
  field: 'flowMark' | 'flowTos' | 'flowSport' | 'flowDport' | 'flowLabel',
  { value, mask }: MaskedValue,
): Predicate {
  return masked(field, mask, (value & mask) >>> 0);
}

/**
 * Whether protocol and ports are read from a packet before its lookup: some rule of the family asks for them and doesn't say `iif lo`.
 * Without that, lookups of received and rerouted packets have protocol and ports 0. Source: `fib_rule_requires_fldissect`.
 */
export function requiresDissection(rules: Iterable<Rule>): boolean {
  for (const { iif, ipproto, sport, dport } of rules) {
    if (iif !== 'lo' && (ipproto ?? sport ?? dport) !== undefined) return true;
  }
  return false;
}
