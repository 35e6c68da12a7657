import type { BondSettings } from '../namespace/link-kind/bond.js';
import { portsOf } from '../namespace/bridge.js';
import type { Link, LinkKind, LinkPlace } from '../namespace/link.js';
import { findLink, linkAt } from './link-at.js';
import { namespaceOf, type Machine } from './machine.js';

/** Megabits a second; `none` where a driver knows of none, undefined where it depends on what is not simulated. */
export type Speed = number | 'none' | undefined;

/** What drivers report that have no real cable. */
const FAST = 10_000;

/** Kinds whose driver reports that speed, whatever they have behind them. */
const FAST_KINDS: ReadonlySet<LinkKind> = new Set(['veth', 'tap']);

/** Kinds that are as fast as the device that they lie on. Source: `get_link_ksettings` of each. */
const OF_LOWER: ReadonlySet<LinkKind> = new Set(['vlan', 'macvlan', 'ipvlan', 'vxlan']);

/** How fast a device is as its driver reports it now. Source: `__ethtool_get_link_ksettings`. */
export function speedOf(machine: Machine, place: LinkPlace): Speed {
  const link = linkAt(machine, place);
  const { kind, lower, settings } = link;
  if (FAST_KINDS.has(kind)) return FAST;
  if (OF_LOWER.has(kind) && lower !== undefined) {
    return findLink(machine, lower) === undefined ? 'none' : speedOf(machine, lower);
  }
  const ports = portsOf(namespaceOf(machine, place.namespace), link.index);
  const speeds = (taken: readonly Link[]): readonly Speed[] =>
    taken.map(({ index }) => speedOf(machine, { ...place, index }));
  if (settings.kind === 'bond') {
    // Which of its ports are used depends on what its partner answers.
    if (settings.mode === '802.3ad' && ports.length > 0) return undefined;
    const add = settings.mode === 'broadcast' ? slowest : sum;
    return together(speeds(ports.filter((port) => sends(settings, port))), add);
  }
  const working = speeds(ports.filter(works));
  if (kind === 'team') return together(working, sum);
  return kind === 'bridge' ? together(working, fastest) : 'none';
}

function works({ up, carrier }: Link): boolean {
  return up && carrier;
}

/** Source: `bond_slave_can_tx`. */
function sends({ mode, active, ports }: BondSettings, port: Link): boolean {
  const isSeen = ports.some((one) => one.index === port.index && one.works);
  return works(port) && isSeen && (mode !== 'active-backup' || active === port.index);
}

function together(
  speeds: readonly Speed[],
  by: (known: readonly [number, ...number[]]) => number,
): Speed {
  if (speeds.includes(undefined)) return undefined;
  const [first, ...others] = speeds.filter((speed) => typeof speed === 'number');
  return first === undefined ? 'none' : by([first, ...others]);
}

function sum(speeds: readonly number[]): number {
  return speeds.reduce((before, speed) => before + speed, 0);
}

function slowest(speeds: readonly number[]): number {
  return Math.min(...speeds);
}

function fastest(speeds: readonly number[]): number {
  return Math.max(...speeds);
}
