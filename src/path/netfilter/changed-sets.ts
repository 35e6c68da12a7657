import { dimensionsOf } from '../../ipset/ip-set.js';
import { findSet } from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import { xtablesRules } from '../../netfilter/chain.js';
import type { SetChanges } from '../../netfilter/extension/extension.js';
import type { SetWords } from '../../netfilter/extension/option/ip-set-words.js';
import { setsChanged } from '../../netfilter/extension/target/set-target.js';

/** What the rules of a namespace do to its sets of `ipset`; to a list they do what they do to its members. */
export function changedSets(namespace: Namespace): (name: string) => SetChanges {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const { chains } of namespace.netfilter.tables.values()) {
    for (const chain of chains.values()) {
      for (const { target } of xtablesRules(chain)) {
        if (target.kind !== 'extension') continue;
        const changes = setsChanged(target.data);
        for (const one of changes.added)
          for (const name of reached(namespace, one)) added.add(name);
        for (const one of changes.removed) {
          for (const name of reached(namespace, one)) removed.add(name);
        }
      }
    }
  }
  return (name) => {
    const members = membersOf(namespace, name);
    return {
      added: members.some((member) => added.has(member)),
      removed: members.some((member) => removed.has(member)),
    };
  };
}

/** The sets that packets come to by a set's name and sides: one that has more dimensions takes none. Source: `ip_set_add`. */
function reached(namespace: Namespace, { set, sides }: SetWords): readonly string[] {
  return membersOf(namespace, set).filter((name) => {
    const found = findSet(namespace, name);
    return found !== undefined && dimensionsOf(found) <= sides.length;
  });
}

function membersOf(namespace: Namespace, name: string): readonly string[] {
  const set = findSet(namespace, name);
  return set?.kind === 'list:set' ? set.members.map((member) => member.set) : [name];
}
