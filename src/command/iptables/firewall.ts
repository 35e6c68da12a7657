import { counterIds } from '../../netfilter/nft/rule-counters.js';
import type { Map } from 'immutable';
import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import { withoutUnkeptLists } from '../../namespace/traffic/match-lists.js';
import { withKeptEntries } from '../../namespace/traffic/taken-in-sets.js';
import type { Machine } from '../../machine/machine.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { linkByIndex } from '../../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../../namespace/traffic/traffic.js';
import { TABLE_HOOKS, type TableName } from '../../netfilter/hook.js';
import { makeChain, type Chain } from '../../netfilter/chain.js';
import type { Ruleset } from '../../netfilter/ruleset.js';
import { builtinBase } from '../../netfilter/base-chain.js';
import { isNftRule, type NetfilterRule } from '../../netfilter/rule.js';
import { withCounters } from '../../netfilter/nft/rule-counters.js';
import { isCompatible, isSeen, isTainted } from '../../netfilter/view/viewed-rule.js';
import { rulesetOf, withRuleset } from '../../netfilter/netfilter.js';
import { keepRegistered } from '../../netfilter/registered-since.js';
import { XtablesError } from '../../netfilter/xtables-error.js';

/** The netfilter rules of one family in one namespace, and what has been counted there. */
export interface Firewall {
  readonly family: Family;
  readonly ruleset: Ruleset;
  /** By id of rule or chain, of whatever family; none is zero. */
  readonly counters: Map<number, Counter>;
  /** The name of a device; undefined when there is none of that number. */
  readonly deviceName: (index: number) => string | undefined;
}

/** Takes the firewall of a family out of a machine. */
export function firewallOf(machine: Machine, namespace: string, family: Family): Firewall {
  const found = namespaceOf(machine, namespace);
  const { netfilter, traffic } = found;
  const deviceName = (index: number) => linkByIndex(found, index)?.name;
  return { family, ruleset: rulesetOf(netfilter, family), counters: traffic.counters, deviceName };
}

/** A machine with the firewall put in the place of what it had. */
export function withFirewall(machine: Machine, namespace: string, firewall: Firewall): Machine {
  const { ruleset, counters } = firewall;
  // What rules did to sets stays where they are gone.
  const found = withKeptEntries(namespaceOf(machine, namespace));
  const changed = found.merge({
    netfilter: keepRegistered(found.netfilter, withRuleset(found.netfilter, ruleset)),
    traffic: found.traffic.set('counters', counters),
  });
  return withNamespace(machine, namespace, withoutUnkeptLists(changed));
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
  const builtin = TABLE_HOOKS[table].map((hook) => {
    const chain = chains?.get(hook);
    if (chain !== undefined && isSeen(chain, table)) return chain;
    return makeChain({ name: hook, base: builtinBase(table, hook) });
  });
  const own = chains?.valueSeq().filter((chain) => chain.base === undefined) ?? [];
  return [...builtin, ...[...own].toSorted((a, b) => compareBytes(a.name, b.name))];
}

function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What a rule has counted, whichever tool has made it: of several counters of nft the last. */
export function ruleCounter(firewall: Firewall, rule: NetfilterRule): Counter {
  if (!isNftRule(rule)) return counterOf(firewall, rule.id);
  let last = ZERO_COUNTER;
  withCounters(rule.statements, rule.id, (counter, id) => {
    const { packets, bytes } = counterOf(firewall, id);
    last = { packets: Number(counter.packets) + packets, bytes: Number(counter.bytes) + bytes };
    return counter;
  });
  return last;
}

/**
 * What a listing begins with: a note when nft has base chains in the table that iptables doesn't show.
 *
 * @param chain - only the rules of this one have to be known
 * @throws XtablesError when rules have what iptables doesn't know
 */
export function openTable(
  { ruleset }: Firewall,
  name: TableName,
  chain: string | undefined,
): string {
  const table = ruleset.tables.get(name);
  if (table === undefined) return '';
  const chains = [...table.chains.values()].filter(
    (one) => isSeen(one, name) && (chain === undefined || one.name === chain),
  );
  if (!chains.every(isCompatible)) {
    const which = chain === undefined ? '' : `chain \`${chain}' in `;
    throw new XtablesError('other', `${which}table \`${name}' is incompatible, use 'nft' tool.`);
  }
  // Of one chain the tool asks the kernel for that one only.
  return chain === undefined && isTainted(table, name)
    ? `# Table \`${name}' contains incompatible base-chains, use 'nft' tool to list them.\n`
    : '';
}
