import { linkDown, linkUp, setCarrier } from '../namespace/link-events.js';
import { existingLink, linkByIndex, type Namespace } from '../namespace/namespace.js';
import type { LinkPlace } from '../namespace/link.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';

/**
 * Takes a device up. The two ends of a veth have their carrier when both are up: this end has it as it comes up, the other one hears
 * of it after. Source: `veth_open`.
 */
export function bringUp(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  if (up) return machine;
  if (peer === undefined) return change(machine, place, linkUp);
  if (!linkAt(machine, peer).up) return change(machine, place, linkUp);
  const live = change(machine, place, (namespace, index) => setCarrier(namespace, index, true));
  const risen = change(live, place, linkUp);
  return change(risen, peer, (namespace, index) => setCarrier(namespace, index, true));
}

/** Takes a device down. Both ends of a veth lose their carrier. Source: `veth_close`. */
export function takeDown(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  if (!up) return machine;
  const fallen = change(machine, place, linkDown);
  return peer === undefined ? fallen : loseCarrier(loseCarrier(fallen, place), peer);
}

/** A device loses its carrier; nothing when it has none or isn't there any more. */
export function loseCarrier(machine: Machine, place: LinkPlace): Machine {
  const namespace = machine.namespaces.get(place.namespace);
  if (namespace === undefined || linkByIndex(namespace, place.index) === undefined) return machine;
  return change(machine, place, (before, index) => setCarrier(before, index, false));
}

/** The device at a place. @throws RangeError when there is none. */
export function linkAt(machine: Machine, place: LinkPlace): ReturnType<typeof existingLink> {
  return existingLink(namespaceOf(machine, place.namespace), place.index);
}

/** The machine with a change made to the namespace of a device. */
export function change(
  machine: Machine,
  { namespace: name, index }: LinkPlace,
  by: (namespace: Namespace, index: number) => Namespace,
): Machine {
  return withNamespace(machine, name, by(namespaceOf(machine, name), index));
}
