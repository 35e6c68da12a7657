import type { Family } from '../address/family.js';
import { ROUTE_PROTOCOL, TABLE } from '../fib/route.js';
import { makeRule, type Rule } from './rule.js';

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
  return makeRule({
    id,
    priority,
    action: { kind: 'lookup', table },
    protocol: ROUTE_PROTOCOL.kernel,
  });
}
