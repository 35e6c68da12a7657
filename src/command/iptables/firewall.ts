import type { Map } from 'immutable';
import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import type { Machine } from '../../machine/machine.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { familyKey } from '../../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../../namespace/traffic.js';
import { TABLE_HOOKS, type TableName } from '../../netfilter/hook.js';
import { makeChain, type Chain, type Ruleset } from '../../netfilter/ruleset.js';

/** The netfilter rules of one family in one namespace, and what they have counted. */
export interface Firewall {
  readonly family: Family;
  readonly ruleset: Ruleset;
  /** By id of rule or policy; none is zero. */
  readonly counters: Map<number, Counter>;
}

/** Takes the firewall of a family out of a machine. */
export function firewallOf(machine: Machine, namespace: string, family: Family): Firewall {
  const found = namespaceOf(machine, namespace);
  const { traffic } = found;
  const counters = family === 4 ? traffic.counters4 : traffic.counters6;
  return { family, ruleset: found.get(familyKey(family)).ruleset, counters };
}

/** A machine with the firewall put in the place of what it had. */
export function withFirewall(machine: Machine, namespace: string, firewall: Firewall): Machine {
  const { family, ruleset, counters } = firewall;
  const found = namespaceOf(machine, namespace);
  const key = familyKey(family);
  const traffic = found.traffic.set(family === 4 ? 'counters4' : 'counters6', counters);
  const changed = found.set(key, found.get(key).set('ruleset', ruleset)).set('traffic', traffic);
  return withNamespace(machine, namespace, changed);
}

/** What a rule or a policy has counted. */
export function counterOf({ counters }: Firewall, id: number): Counter {
  return counters.get(id) ?? ZERO_COUNTER;
}

/** Sets the counter of a rule or a policy. */
export function setCounter(firewall: Firewall, id: number, counter: Counter): Firewall {
  const zero = counter.packets === 0 && counter.bytes === 0;
  const { counters } = firewall;
  return { ...firewall, counters: zero ? counters.delete(id) : counters.set(id, frozen(counter)) };
}

/** A firewall without the counters of rules and policies that are gone. */
export function forgetGone(firewall: Firewall): Firewall {
  if (firewall.counters.isEmpty()) return firewall;
  const alive = new Set<number>();
  for (const chains of firewall.ruleset.tables.values()) {
    for (const chain of chains.values()) {
      alive.add(chain.policyId);
      for (const rule of chain.rules) alive.add(rule.id);
    }
  }
  return { ...firewall, counters: firewall.counters.filter((_, id) => alive.has(id)) };
}

/**
 * The chains of a table in the order in which they're shown: the built-in ones, also those that don't exist yet, then the user's by name.
 */
export function shownChains({ ruleset }: Firewall, table: TableName): readonly Chain[] {
  const chains = ruleset.tables.get(table);
  const builtin = TABLE_HOOKS[table].map(
    (hook) => chains?.get(hook) ?? makeChain({ name: hook, hook }),
  );
  const own = chains?.valueSeq().filter((chain) => chain.hook === undefined) ?? [];
  return [...builtin, ...[...own].toSorted((a, b) => compareBytes(a.name, b.name))];
}

function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
