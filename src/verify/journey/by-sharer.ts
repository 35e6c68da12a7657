import type { Family } from '../../address/family.js';
import type { Machine } from '../../machine/machine.js';
import { isMulticast } from '../../path/address/address-sets-v4.js';
import { isMulticast6 } from '../../path/address/address-sets-v6.js';
import { addressIs } from '../../predicate/address-predicate.js';
import type { Predicate } from '../../predicate/predicate.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { conditionOf } from '../run/predicate-condition.js';
import type { Part } from './outcome.js';

/**
 * Packets divided by the IPvlan device whose address they are for: the devices on one link share its link-layer address, and the packet's own decides which of
 * them has it.
 */
export function bySharer(
  diagram: Diagram,
  machine: Machine,
  { packets, registers, leg: { family } }: Pick<Part, 'packets' | 'registers' | 'leg'>,
): readonly Node[] {
  const conditions = sharers(machine, family);
  return conditions.reduce<readonly Node[]>(
    (parts, condition) => {
      const meets = conditionOf(diagram, condition, registers);
      return parts
        .flatMap((part) => [diagram.and(part, meets), diagram.minus(part, meets)])
        .filter((part) => part !== FALSE);
    },
    [packets],
  );
}

function sharers({ namespaces }: Machine, family: Family): readonly Predicate[] {
  const addresses = [...namespaces.values()].flatMap(({ links }) =>
    links
      .toArray()
      .filter(({ kind }) => kind === 'ipvlan')
      .flatMap((link) => link.addresses.map(({ local }) => local)),
  );
  if (addresses.length === 0) return [];
  const toGroup = family === 4 ? isMulticast('dst') : isMulticast6('dst');
  return [
    toGroup,
    ...addresses
      .filter((address) => address.family === family)
      .map((address) => addressIs('dst', address)),
  ];
}
