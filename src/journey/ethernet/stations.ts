import { portsOf } from '../../namespace/bridge.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';

/** A device that receives frames for its host. */
export interface Station {
  readonly place: LinkPlace;
  readonly link: Link;
}

/** The devices to which a frame comes that leaves a device, through any bridges, the nearest first. */
export function stationsBehind(machine: Machine, place: LinkPlace): readonly Station[] {
  const found: Station[] = [];
  const seen = new Set<string>([keyOf(place)]);
  const leave = (from: LinkPlace): void => {
    const namespace = namespaceOf(machine, from.namespace);
    const link = existingLink(namespace, from.index);
    if (!link.up) return;
    if (link.kind === 'bridge') {
      for (const port of portsOf(namespace, link.index)) leaveOnce({ ...from, index: port.index });
    } else if (link.peer !== undefined) {
      enter(link.peer);
    }
  };
  const leaveOnce = (from: LinkPlace): void => {
    if (seen.has(keyOf(from))) return;
    seen.add(keyOf(from));
    leave(from);
  };
  const enter = (into: LinkPlace): void => {
    if (seen.has(keyOf(into))) return;
    seen.add(keyOf(into));
    const namespace = namespaceOf(machine, into.namespace);
    const link = existingLink(namespace, into.index);
    if (!link.up) return;
    if (link.master === undefined) {
      found.push({ place: into, link });
      return;
    }
    const bridge = { ...into, index: link.master };
    const device = existingLink(namespace, link.master);
    if (device.up) found.push({ place: bridge, link: device });
    seen.add(keyOf(bridge));
    leave(bridge);
  };
  leave(place);
  return found;
}

function keyOf({ namespace, index }: LinkPlace): string {
  return `${index} ${namespace}`;
}
