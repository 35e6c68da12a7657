import type { Family } from '../address/family.js';
import { TABLE } from '../fib/route.js';
import type { Rule } from './rule.js';

/** RTPROT_KERNEL: who made the rules of a new namespace. */
const PROTOCOL_KERNEL = 2;

/**
 * The rules that a new namespace has, in list order, with ids from 1. IPv6 has none for table `default`.
 * Source: ip-rule(8); `fib_default_rules_init`, `fib6_rules_net_init`.
 */
export function defaultRules(family: Family): readonly Rule[] {
  const local = lookupRule(1, 0, TABLE.local);
  const main = lookupRule(2, 32766, TABLE.main);
  return family === 4 ? [local, main, lookupRule(3, 32767, TABLE.default)] : [local, main];
}

function lookupRule(id: number, priority: number, table: number): Rule {
  return {
    id,
    priority,
    not: false,
    from: undefined,
    to: undefined,
    tos: undefined,
    dscp: undefined,
    flowlabel: undefined,
    fwmark: undefined,
    iif: undefined,
    oif: undefined,
    ipproto: undefined,
    sport: undefined,
    dport: undefined,
    uidrange: undefined,
    tunId: undefined,
    l3mdev: false,
    realms: 0,
    action: { kind: 'lookup', table },
    target: undefined,
    suppressPrefixlength: undefined,
    suppressIfgroup: undefined,
    protocol: PROTOCOL_KERNEL,
    written: undefined,
  };
}
