import type { Family } from '../../address/family.js';
import type { Machine } from '../../machine/machine.js';
import { isMulticast } from '../../path/address/address-sets-v4.js';
import { isMulticast6 } from '../../path/address/address-sets-v6.js';
import { addressIs } from '../../predicate/address-predicate.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { Diagram, Node } from '../engine/diagram.js';
import { divideBy } from './divide.js';
import type { Part } from './outcome.js';

/**
 * Packets divided by the IPvlan device whose address they are for: the devices on one link share its link-layer address, and the packet's own decides which of
 * them has it.
 */
export function bySharer(
  diagram: Diagram,
  machine: Machine,
  part: Pick<Part, 'packets' | 'registers' | 'leg'>,
): readonly Node[] {
  return divideBy(diagram, sharers(machine, part.leg.family), part);
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
