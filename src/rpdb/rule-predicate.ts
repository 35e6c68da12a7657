import { unspecifiedAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { addressIn, addressIs } from '../predicate/address-predicate.js';
import {
  all,
  ALWAYS,
  equals,
  inRange,
  invertedIf,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../predicate/predicate.js';
import type { MaskedValue, PortSelector, Rule, RulePrefix } from './rule.js';

/** Where a rule is looked at. */
export interface RuleScope {
  readonly family: Family;
  /** The ifindex of the device of that name; undefined when there is none. */
  deviceIndex(name: string): number | undefined;
}

/** The IPv4 lookup compares these bits of the TOS byte with a rule's `tos`. Source: `IPTOS_RT_MASK`. */
const TOS_MASK: Readonly<Record<Family, number>> = { 4: 0x1c, 6: 0xfc };

/**
 * Which flows a rule takes: all of its selectors together, the whole inverted by `not`.
 *
 * Source: ip-rule(8); `fib_rule_match`, `fib4_rule_match`, `fib6_rule_match`.
 */
export function rulePredicate(rule: Rule, scope: RuleScope): Predicate {
  return invertedIf(rule.not, all(selectors(rule, scope)));
}

function selectors(rule: Rule, scope: RuleScope): readonly Predicate[] {
  return [
    given(rule.from, (prefix) => sourceIn(prefix, scope.family)),
    given(rule.to, (to) => addressIn('flowDst', to.prefix)),
    given(rule.tos, (tos) => masked('flowTos', TOS_MASK[scope.family], tos)),
    given(rule.fwmark, (mark) => maskedValue('flowMark', mark)),
    given(rule.iif, (name) => device('flowIif', name, scope)),
    given(rule.oif, (name) => device('flowOif', name, scope)),
    // Without a VRF no device is in a layer 3 domain, and no ordinary packet comes from a tunnel with an id.
    rule.l3mdev ? NEVER : ALWAYS,
    given(rule.uidrange, ({ from, to }) => inRange('flowUid', from, to)),
    given(rule.ipproto, (protocol) => equals('flowProtocol', protocol)),
    given(rule.sport, (ports) => port('flowSport', ports)),
    given(rule.dport, (ports) => port('flowDport', ports)),
    rule.tunId === undefined ? ALWAYS : NEVER,
    given(rule.dscp, ({ value, mask }) =>
      maskedValue('flowTos', { value: value << 2, mask: mask << 2 }),
    ),
    given(rule.flowlabel, (label) => maskedValue('flowLabel', label)),
  ];
}

function given<T>(selector: T | undefined, meaning: (selector: T) => Predicate): Predicate {
  return selector === undefined ? ALWAYS : meaning(selector);
}

/** IPv4 takes an unspecified source as the address 0.0.0.0; IPv6 lets no `from` match it. */
function sourceIn(from: RulePrefix, family: Family): Predicate {
  const inside = addressIn('flowSrc', from.prefix);
  if (family === 4) return inside;
  return all([inside, not(addressIs('flowSrc', unspecifiedAddress(6)))]);
}

/** A selector that names a device which doesn't exist stays in its rule and matches nothing. */
function device(field: 'flowIif' | 'flowOif', name: string, scope: RuleScope): Predicate {
  const index = scope.deviceIndex(name);
  return index === undefined ? NEVER : equals(field, index);
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
