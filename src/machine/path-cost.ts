import { bridgeOf, knownPort } from '../namespace/bridge-ports.js';
import { withBridgePort } from '../namespace/change-bridge-port.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { existingLink, linkByIndex, withLink, type Namespace } from '../namespace/namespace.js';
import { linkAt } from './link-at.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { speedOf, type Speed } from './port-speed.js';

/**
 * What a path by a port costs to the spanning tree of its bridge: what it was given, or else what went with its speed when that was last asked for; undefined where
 * that depends on what is not simulated.
 */
export function pathCost(namespace: Namespace, link: Link): number | undefined {
  const port = knownPort(namespace, link);
  return port !== undefined && port.options.cost > 0 ? port.options.cost : port?.measured;
}

/**
 * Has a bridge ask a port for its speed, from which it has the cost of the path by it until it asks again: as the port joins, and as a change of the port is announced
 * while that works. Nothing for a device that is a port of no bridge. Source: `new_nbp`.
 */
export function measurePathCost(machine: Machine, place: LinkPlace): Machine {
  const namespace = namespaceOf(machine, place.namespace);
  const bridge = bridgeOf(namespace, linkAt(machine, place));
  if (bridge === undefined) return machine;
  const measured = costOf(speedOf(machine, place));
  const after = withBridgePort(bridge, place.index, (port) => ({ ...port, measured }));
  return withNamespace(machine, place.namespace, withLink(namespace, after));
}

/** A change of a device is announced, be it that nothing has changed. Source: `NETDEV_CHANGE` in `br_device_event`, `br_port_carrier_check`. */
export function announceChange(machine: Machine, place: LinkPlace): Machine {
  const { up, carrier } = linkAt(machine, place);
  return up && carrier ? measurePathCost(machine, place) : machine;
}

/**
 * Announces the carriers that ports of bridges have got while they are up; those that come up with the one that they had announce nothing. Source: `linkwatch_do_dev`.
 *
 * @param before - the machine before they got them
 */
export function announceCarriers(before: Machine, machine: Machine): Machine {
  let after = machine;
  for (const [name, namespace] of machine.namespaces) {
    const was = before.namespaces.get(name);
    if (was === undefined || was === namespace) continue;
    for (const bridge of namespace.links) {
      if (bridge.settings.kind !== 'bridge') continue;
      for (const { index } of bridge.settings.ports) {
        const { carrier } = existingLink(namespace, index);
        if (!carrier || linkByIndex(was, index)?.carrier !== false) continue;
        after = announceChange(after, { namespace: name, index });
      }
    }
  }
  return after;
}

/** Source: `port_cost`. */
function costOf(speed: Speed): number | undefined {
  if (speed === 'none') return UNKNOWN;
  if (speed === undefined) return undefined;
  return COSTS.find(([megabits]) => speed >= megabits)?.[1] ?? UNKNOWN;
}

const UNKNOWN = 100;

/** The speeds that devices without a cable add up to. */
const COSTS: readonly (readonly [megabits: number, cost: number])[] = [
  [10_001, 1],
  [10_000, 2],
];
