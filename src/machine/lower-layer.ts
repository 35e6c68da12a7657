import { linkByIndex, withLink } from '../namespace/namespace.js';
import type { LinkPlace } from '../namespace/link.js';
import { change } from './link-at.js';
import type { Machine } from './machine.js';

/**
 * Notes whether a veth end that has no carrier sees its other end without one. The kernel looks the other end's ifindex up in the
 * device's own namespace, wherever that end is. Source: `default_operstate`.
 */
export function settleLowerLayer(machine: Machine, place: LinkPlace): Machine {
  const namespace = machine.namespaces.get(place.namespace);
  const link = namespace === undefined ? undefined : linkByIndex(namespace, place.index);
  const other = link?.peer ?? link?.lower;
  if (namespace === undefined || link === undefined || other === undefined || link.carrier) {
    return machine;
  }
  const lower = other.index === link.index ? undefined : linkByIndex(namespace, other.index);
  const lowerLayerDown = lower !== undefined && !lower.carrier;
  return change(machine, place, (before) => withLink(before, { ...link, lowerLayerDown }));
}
