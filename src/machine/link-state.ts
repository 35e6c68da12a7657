import { settleBridges } from '../namespace/bridge.js';
import { linkDown, linkUp, setCarrier } from '../namespace/link-events.js';
import { existingLink, linkByIndex, withLink, type Namespace } from '../namespace/namespace.js';
import type { LinkPlace } from '../namespace/link.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';

/**
 * Takes a device up. The two ends of a veth have their carrier when both are up: this end has it as it comes up, the other one hears
 * of it after. Source: `veth_open`.
 */
export function bringUp(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  return up ? machine : settleBridgesAt(raise(machine, place), place, peer);
}

function raise(machine: Machine, place: LinkPlace): Machine {
  const { peer } = linkAt(machine, place);
  if (peer === undefined) return change(machine, place, linkUp);
  if (!linkAt(machine, peer).up) return change(machine, place, linkUp);
  const live = change(machine, place, (namespace, index) => setCarrier(namespace, index, true));
  const risen = change(live, place, linkUp);
  return change(risen, peer, (namespace, index) => setCarrier(namespace, index, true));
}

/** Takes a device down. Both ends of a veth lose their carrier. Source: `veth_close`. */
export function takeDown(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  return up ? settleBridgesAt(sink(machine, place), place, peer) : machine;
}

function sink(machine: Machine, place: LinkPlace): Machine {
  const { carrier, peer } = linkAt(machine, place);
  const fallen = change(machine, place, linkDown);
  if (peer === undefined || !carrier) return fallen;
  const silent = loseCarrier(loseCarrier(fallen, place), peer);
  return settleLowerLayer(settleLowerLayer(silent, place), peer);
}

/** Has the bridges follow a device that came up or went down, and its other end. */
function settleBridgesAt(machine: Machine, ...places: readonly (LinkPlace | undefined)[]): Machine {
  const names = new Set(places.flatMap((place) => (place === undefined ? [] : [place.namespace])));
  return [...names].reduce((before, name) => {
    const namespace = before.namespaces.get(name);
    return namespace === undefined ? before : withNamespace(before, name, settleBridges(namespace));
  }, machine);
}

/** A device loses its carrier; nothing when it has none or isn't there any more. */
function loseCarrier(machine: Machine, place: LinkPlace): Machine {
  const namespace = machine.namespaces.get(place.namespace);
  if (namespace === undefined || linkByIndex(namespace, place.index) === undefined) return machine;
  return change(machine, place, (before, index) => setCarrier(before, index, false));
}

/**
 * Notes whether a veth end that has no carrier sees its other end without one. The kernel looks the other end's ifindex up in the
 * device's own namespace, wherever that end is. Source: `default_operstate`.
 */
export function settleLowerLayer(machine: Machine, place: LinkPlace): Machine {
  const namespace = machine.namespaces.get(place.namespace);
  const link = namespace === undefined ? undefined : linkByIndex(namespace, place.index);
  if (namespace === undefined || link?.peer === undefined || link.carrier) return machine;
  const lower =
    link.peer.index === link.index ? undefined : linkByIndex(namespace, link.peer.index);
  const lowerLayerDown = lower !== undefined && !lower.carrier;
  return change(machine, place, (before) => withLink(before, { ...link, lowerLayerDown }));
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
