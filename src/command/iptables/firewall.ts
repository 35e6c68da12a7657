import { counterIds } from '../../netfilter/nft/rule-counters.js';
import type { Map } from 'immutable';
import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import type { Machine } from '../../machine/machine.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { ZERO_COUNTER, type Counter } from '../../namespace/traffic.js';
import { TABLE_HOOKS, type TableName } from '../../netfilter/hook.js';
import { makeChain, type Chain } from '../../netfilter/chain.js';
import type { Ruleset } from '../../netfilter/ruleset.js';
import { builtinBase } from '../../netfilter/base-chain.js';
import { rulesetOf, withRuleset } from '../../netfilter/netfilter.js';

/** The netfilter rules of one family in one namespace, and what has been counted there. */
export interface Firewall {
  readonly family: Family;
  readonly ruleset: Ruleset;
  /** By id of rule or chain, of whatever family; none is zero. */
  readonly counters: Map<number, Counter>;
}

/** Takes the firewall of a family out of a machine. */
export function firewallOf(machine: Machine, namespace: string, family: Family): Firewall {
  const found = namespaceOf(machine, namespace);
  const { netfilter, traffic } = found;
  return { family, ruleset: rulesetOf(netfilter, family), counters: traffic.counters };
}

/** A machine with the firewall put in the place of what it had. */
export function withFirewall(machine: Machine, namespace: string, firewall: Firewall): Machine {
  const { ruleset, counters } = firewall;
  const found = namespaceOf(machine, namespace);
  const changed = found.merge({
    netfilter: withRuleset(found.netfilter, ruleset),
    traffic: found.traffic.set('counters', counters),
  });
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

/** A firewall without the counters of rules and policies that it had before, and that are gone. */
export function forgetGone(firewall: Firewall, before: Ruleset): Firewall {
  if (firewall.counters.isEmpty()) return firewall;
  const alive = idsOf(firewall.ruleset);
  const gone = [...idsOf(before)].filter((id) => !alive.has(id));
  return { ...firewall, counters: firewall.counters.deleteAll(gone) };
}

function idsOf({ tables }: Ruleset): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const { chains } of tables.values()) {
    for (const chain of chains.values()) {
      ids.add(chain.id);
      for (const rule of chain.rules) for (const id of counterIds(rule)) ids.add(id);
    }
  }
  return ids;
}

/**
 * The chains of a table in the order in which they're shown: the built-in ones, also those that don't exist yet, then the user's by name.
 */
export function shownChains({ ruleset }: Firewall, table: TableName): readonly Chain[] {
  const chains = ruleset.tables.get(table)?.chains;
  const builtin = TABLE_HOOKS[table].map(
    (hook) => chains?.get(hook) ?? makeChain({ name: hook, base: builtinBase(table, hook) }),
  );
  const own = chains?.valueSeq().filter((chain) => chain.base === undefined) ?? [];
  return [...builtin, ...[...own].toSorted((a, b) => compareBytes(a.name, b.name))];
}

function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
