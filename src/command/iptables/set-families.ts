import { familyOf } from '../../ipset/ip-set.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { findSet } from '../../namespace/ip-sets.js';
import type { FamilyOfSet } from './read/line-context.js';

/** Looks for the families of a namespace's sets. */
export function setFamilies(machine: Machine, namespace: string): FamilyOfSet {
  const found = namespaceOf(machine, namespace);
  return (name) => {
    const set = findSet(found, name);
    return set && (familyOf(set) ?? 'any');
  };
}
