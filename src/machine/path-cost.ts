import { portOptionsOf } from '../namespace/bridge-ports.js';
import { portsOf } from '../namespace/bridge.js';
import type { LinkKind, LinkPlace } from '../namespace/link.js';
import { linkAt } from './link-at.js';
import { namespaceOf, type Machine } from './machine.js';

/** What a port costs whose driver reports 10 gigabits a second, and one of which no speed is known. Source: `port_cost` */
const FAST = 2;
const UNKNOWN = 100;

/** Kinds whose driver reports that speed, whatever they have behind them. */
const FAST_KINDS: ReadonlySet<LinkKind> = new Set(['veth', 'tap']);

/** Kinds that are as fast as the device that they lie on. Source: `get_link_ksettings` of each. */
const OF_LOWER: ReadonlySet<LinkKind> = new Set(['vlan', 'macvlan', 'ipvlan', 'vxlan']);

/** What a path by a port costs to the spanning tree of its bridge: what it was given, or else what goes with its speed; undefined where that depends on ports of its own. */
export function pathCost(machine: Machine, place: LinkPlace): number | undefined {
  const { cost } = portOptionsOf(namespaceOf(machine, place.namespace), linkAt(machine, place));
  return cost > 0 ? cost : costOfSpeed(machine, place);
}

/** Source: `port_cost`. */
function costOfSpeed(machine: Machine, place: LinkPlace): number | undefined {
  const { kind, lower, index } = linkAt(machine, place);
  if (FAST_KINDS.has(kind)) return FAST;
  if (OF_LOWER.has(kind) && lower !== undefined) return costOfSpeed(machine, lower);
  return portsOf(namespaceOf(machine, place.namespace), index).length === 0 ? UNKNOWN : undefined;
}
