import { List, Map } from 'immutable';
import { makeFibTable } from '../fib/fib-table.js';
import { TABLE } from '../fib/route.js';
import { frozen } from '../frozen.js';
import { defaultRules } from '../rpdb/default-rules.js';
import { makeLink } from './link.js';
import { makeFamilyState, makeNamespace, type FamilyState, type Namespace } from './namespace.js';

/**
 * A namespace as the kernel makes it: `lo` with ifindex 1, down and without an address, and the default rules of both families.
 *
 * IPv4 has no table until it has a route; IPv6 has `main` and `local`, both empty. Source: `fib_net_init`, `fib6_tables_init`.
 */
export function newNamespace(): Namespace {
  return makeNamespace({
    links: List([frozen(makeLink('loopback', 1, 'lo'))]),
    lastIfindex: 1,
    v4: newFamilyState(4, []),
    v6: newFamilyState(6, [TABLE.main, TABLE.local]),
  });
}

function newFamilyState(family: 4 | 6, tables: readonly number[]): FamilyState {
  const rules = frozen(defaultRules(family));
  return makeFamilyState({
    family,
    tables: Map(tables.map((id) => [id, makeFibTable({ id })])),
    tableOrder: List(tables),
    rules: List(rules),
    nextRuleId: rules.length + 1,
  });
}
