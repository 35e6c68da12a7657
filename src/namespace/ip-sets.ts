import { frozen } from '../frozen.js';
import { featuresOf, familyOf, type IpSet } from '../ipset/ip-set.js';
import { namesSet } from '../netfilter/extension/match/host/set.js';
import { timesOfSet } from '../netfilter/extension/target/set-target.js';
import type { Namespace } from './namespace.js';
import { tablesOf } from '../netfilter/netfilter.js';
import { xtablesRules } from '../netfilter/chain.js';

/** The set of that name; undefined when there is none. */
export function findSet({ sets }: Pick<Namespace, 'sets'>, name: string): IpSet | undefined {
  return sets.find((set) => set?.name === name);
}

/** The sets in the order in which they're listed: lists come last. */
export function setsInOrder({ sets }: Namespace): readonly IpSet[] {
  const present = [...sets].filter((set) => set !== undefined);
  return [...present.filter((set) => !isList(set)), ...present.filter(isList)];
}

function isList(set: IpSet): boolean {
  return set.kind === 'list:set';
}

/** A new set, at the first place that is free. */
export function addSet(namespace: Namespace, set: IpSet): Namespace {
  const { sets } = namespace;
  const free = sets.findIndex((one) => one === undefined);
  return namespace.set('sets', free < 0 ? sets.push(frozen(set)) : sets.set(free, frozen(set)));
}

/** A set put in the place of the one of its name. */
export function putSet(namespace: Namespace, set: IpSet): Namespace {
  return replaceSet(namespace, set.name, set);
}

/** Another set, or none, put in the place of the one of a name. */
export function replaceSet(namespace: Namespace, name: string, set: IpSet | undefined): Namespace {
  const at = namespace.sets.findIndex((one) => one?.name === name);
  return namespace.set('sets', namespace.sets.set(at, frozen(set)));
}

/** Exchanges what two sets hold: those who use one by its name use the other from now on. */
export function swapSets(namespace: Namespace, first: IpSet, second: IpSet): Namespace {
  const { name } = first;
  const swapped = replaceSet(namespace, name, { ...second, name });
  return replaceSet(swapped, second.name, { ...first, name: second.name });
}

/** Reports whether two sets can be swapped. */
export function canSwap(first: IpSet, second: IpSet): boolean {
  return featuresOf(first) === featuresOf(second) && familyOf(first) === familyOf(second);
}

/** How many rules and lists use the set of a name. */
export function referencesTo(namespace: Namespace, name: string): number {
  let count = 0;
  for (const family of [4, 6] as const) {
    for (const { chains } of tablesOf(namespace.netfilter, family).values()) {
      for (const chain of chains.values()) {
        for (const { matches, target } of xtablesRules(chain)) {
          count += matches.filter((match) => namesSet(match, name)).length;
          if (target.kind === 'extension') count += timesOfSet(target.data, name);
        }
      }
    }
  }
  for (const set of namespace.sets) {
    if (set?.kind === 'list:set' && set.members.some((member) => member.set === name)) count++;
  }
  return count;
}
