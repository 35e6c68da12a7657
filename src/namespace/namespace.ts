import { List, Map, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import type { FibTable } from '../fib/fib-table.js';
import type { Neighbour } from '../neighbour/neighbour.js';
import { makeRuleset, type Ruleset } from '../netfilter/ruleset.js';
import type { Rule } from '../rpdb/rule.js';
import type { Link } from './link.js';
import { makeTraffic, type Traffic } from './traffic.js';

/** The routing and filtering state of one address family in one namespace. */
export interface FamilyStateFields {
  family: Family;
  /** Routing tables by id, those that exist. */
  tables: Map<number, FibTable>;
  /** Table ids in the order of their creation: `ip route show table all` depends on it. */
  tableOrder: List<number>;
  /** The routing policy database in list order: priority ascending, then as inserted. */
  rules: List<Rule>;
  /** The next rule id. */
  nextRuleId: number;
  /** Rules were changed since the namespace was made; sticky. Until then IPv4 reads local and main as one table, and IPv6 reads local then main whatever the rules say. */
  customRules: boolean;
  ruleset: Ruleset;
}

/** The routing and filtering state of one address family, as an Immutable Record. */
export type FamilyState = RecordOf<FamilyStateFields>;

/** Makes the state of a family; tables and rules are empty. */
export const makeFamilyState = Record<FamilyStateFields>(
  {
    family: 4,
    tables: Map(),
    tableOrder: List(),
    rules: List(),
    nextRuleId: 1,
    customRules: false,
    ruleset: makeRuleset(),
  },
  'FamilyState',
);

/** One network namespace: everything that decides where its packets go. */
export interface NamespaceFields {
  /** Devices, ifindex ascending. */
  links: List<Link>;
  v4: FamilyState;
  v6: FamilyState;
  neighbours: List<Neighbour>;
  /** Values that were written, by dotted name (`net.ipv4.ip_forward`); the rest have their defaults. */
  sysctls: Map<string, string>;
  traffic: Traffic;
}

/** One network namespace, as an Immutable Record. */
export type Namespace = RecordOf<NamespaceFields>;

/** Makes a namespace with no device, no rule and no route. What the kernel gives a new one: {@link newNamespace}. */
export const makeNamespace = Record<NamespaceFields>(
  {
    links: List(),
    v4: makeFamilyState({ family: 4 }),
    v6: makeFamilyState({ family: 6 }),
    neighbours: List(),
    sysctls: Map(),
    traffic: makeTraffic(),
  },
  'Namespace',
);

/** The key of a family's state in a namespace. */
export function familyKey(family: Family): 'v4' | 'v6' {
  return family === 4 ? 'v4' : 'v6';
}

/** The device of that name; undefined when there is none. */
export function linkByName(namespace: Namespace, name: string): Link | undefined {
  return namespace.links.find((link) => link.name === name);
}

/** The device of that ifindex; undefined when there is none. */
export function linkByIndex(namespace: Namespace, index: number): Link | undefined {
  return namespace.links.find((link) => link.index === index);
}
