import { existingLink, linkByIndex, type Namespace } from '../namespace/namespace.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';

/** The device at a place. @throws RangeError when there is none. */
export function linkAt(machine: Machine, place: LinkPlace): Link {
  return existingLink(namespaceOf(machine, place.namespace), place.index);
}

/** The device at a place; undefined when there is none any more. */
export function findLink(machine: Machine, place: LinkPlace): Link | undefined {
  const namespace = machine.namespaces.get(place.namespace);
  return namespace === undefined ? undefined : linkByIndex(namespace, place.index);
}

/** The machine with a change made to the namespace of a device. */
export function change(
  machine: Machine,
  { namespace: name, index }: LinkPlace,
  by: (namespace: Namespace, index: number) => Namespace,
): Machine {
  return withNamespace(machine, name, by(namespaceOf(machine, name), index));
}
