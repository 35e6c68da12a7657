import type { ErrnoName } from '../errno.js';
import { stopIpv6 } from '../namespace/address/ipv6-start.js';
import { joinBond, joinTeam, leaveBond, leaveTeam } from '../namespace/bond.js';
import { enslave, portsOf, release, settleBridges } from '../namespace/bridge.js';
import { givesFrames, traitsOf } from '../namespace/link-kind/link-kinds.js';
import { isSamePlace, type Link, type LinkKind, type LinkPlace } from '../namespace/link.js';
import {
  existingLink,
  linkByIndex,
  masterOf,
  withLink,
  type Namespace,
} from '../namespace/namespace.js';
import { disableIp4 } from '../namespace/sysctl/disable-ip-v4.js';
import { change, linkAt } from './link-at.js';
import { bringUp, followLower, takeDown } from './link-state.js';
import { namespaceOf, type Machine } from './machine.js';
import { measurePathCost } from './path-cost.js';
import { denied, made, type MachineEdit } from './machine-edit.js';
import { lladdrFor } from './random-lladdr.js';

/** Why a device can't be a port of another: an error number, or the kernel's own words. */
type PortRefusal = { readonly error: ErrnoName; readonly text?: string } | undefined;

/** What there is beside a device and the one that it is to be a port of. */
interface Others {
  /** The device gives what it receives to macvlan devices. Source: `netdev_is_rx_handler_busy`. */
  readonly isBusy: boolean;
  /** What the other one has for a port already. */
  readonly port: Link | undefined;
}

/** How devices of a kind take ports, and let them go. */
interface MasterKind {
  readonly refuses: (port: Link, master: Link, others: Others) => PortRefusal;
  readonly take: (machine: Machine, port: LinkPlace, master: number) => Machine;
  readonly letGo: (machine: Machine, port: LinkPlace) => Machine;
}

const BRIDGE: MasterKind = {
  refuses: ({ kind }, _master, { isBusy }) => {
    if (kind === 'bridge') return { error: 'ELOOP', text: 'Can not enslave a bridge to a bridge' };
    if (!givesFrames(kind)) return { error: 'EINVAL' };
    return isBusy ? { error: 'EBUSY' } : undefined;
  },
  take: (machine, port, master) =>
    measurePathCost(
      change(machine, port, (namespace, index) => enslave(namespace, index, master)),
      port,
    ),
  letGo: (machine, port) => change(machine, port, release),
};

const VRF: MasterKind = {
  refuses: ({ kind }) => {
    if (kind === 'loopback') {
      return { error: 'EOPNOTSUPP', text: 'Can not enslave loopback device to a VRF' };
    }
    return kind === 'vrf'
      ? { error: 'EINVAL', text: 'Can not enslave an L3 master device to a VRF' }
      : undefined;
  },
  take: (machine, port, master) => cycle(setDomain(machine, port, master), port),
  letGo: (machine, port) => cycle(setDomain(machine, port, undefined), port),
};

const BOND: MasterKind = {
  refuses: ({ index, kind, up }, master, { isBusy, port }) => {
    if (kind === 'vrf') {
      return { error: 'EPERM', text: 'Device type (master device) cannot be enslaved' };
    }
    if (isBusy) return { error: 'EBUSY', text: 'Device is in use and cannot be enslaved' };
    if (index === master.index) {
      return { error: 'EPERM', text: 'Cannot enslave bond to itself' };
    }
    if (up) return { error: 'EPERM', text: 'Device can not be enslaved while up' };
    if (kind === 'loopback') return { error: 'EINVAL' };
    const { hardware } = traitsOf(kind);
    return port !== undefined && traitsOf(port.kind).hardware !== hardware
      ? { error: 'EINVAL', text: 'Device type is different from other slaves' }
      : undefined;
  },
  take: (machine, port, master) =>
    bringUp(
      change(machine, port, (namespace, index) => joinBond(namespace, index, master)),
      port,
    ),
  letGo: (machine, port) =>
    change(
      takeDown(
        change(machine, port, (namespace, index) => leaveBondOf(namespace, index, port.namespace)),
        port,
      ),
      port,
      settleBridges,
    ),
};

/** A bond that has lost its last port has a random address again. Source: `__bond_release_one`. */
function leaveBondOf(namespace: Namespace, index: number, name: string): Namespace {
  const left = leaveBond(namespace, index);
  const bond = masterOf(left, existingLink(namespace, index));
  if (bond === undefined || portsOf(left, bond.index).length > 0) return left;
  return withLink(left, {
    ...bond,
    lladdr: lladdrFor(name, bond.index, bond.name),
    ownLladdr: false,
  });
}

const TEAM: MasterKind = {
  refuses: ({ kind, up, index }, master) => {
    if (kind === 'loopback') {
      return { error: 'EINVAL', text: "Loopback device can't be added as a team port" };
    }
    if (index === master.index) {
      return { error: 'EINVAL', text: 'Cannot enslave team device to itself' };
    }
    if (kind === 'vrf') return { error: 'EINVAL' };
    const text = 'Device is up. Set it down before adding it as a team port';
    return up ? { error: 'EBUSY', text } : undefined;
  },
  take: (machine, port, master) =>
    bringUp(
      change(machine, port, (namespace, index) => joinTeam(namespace, index, master)),
      port,
    ),
  letGo: (machine, port) =>
    change(takeDown(change(machine, port, leaveTeam), port), port, settleBridges),
};

/** The kinds of device that have ports. */
const MASTERS: Readonly<Partial<Record<LinkKind, MasterKind>>> = {
  team: TEAM,
  bond: BOND,
  bridge: BRIDGE,
  vrf: VRF,
};

/**
 * Puts a device into a domain or takes it out: its routes go, those of its own addresses too, and its IPv6 addresses as if it went down. Source:
 * `NETDEV_CHANGEUPPER` in `fib_netdev_event` and `addrconf_notify`.
 */
function setDomain(machine: Machine, port: LinkPlace, master: number | undefined): Machine {
  return change(machine, port, (namespace, index) => {
    const linked = withLink(namespace, { ...existingLink(namespace, index), master });
    return stopIpv6(disableIp4(linked, index, true), index, true);
  });
}

/** A device that is up goes down and up again, and has its addresses' routes anew, elsewhere. Source: `cycle_netdev`. */
function cycle(machine: Machine, port: LinkPlace): Machine {
  return linkAt(machine, port).up ? bringUp(takeDown(machine, port), port) : machine;
}

function masterKindOf(namespace: Namespace, port: Link): MasterKind | undefined {
  const device = masterOf(namespace, port);
  return device === undefined ? undefined : MASTERS[device.kind];
}

function carriesMacvlans({ namespaces }: Machine, place: LinkPlace): boolean {
  return namespaces.some(({ links }) =>
    links.some(({ kind, lower }) => kind === 'macvlan' && isSamePlace(lower, place)),
  );
}

/** Makes a device that is a port of nothing a port of another. Source: `do_set_master`. */
export function enslavePort(machine: Machine, port: LinkPlace, index: number): MachineEdit {
  const namespace = namespaceOf(machine, port.namespace);
  const master = linkByIndex(namespace, index);
  const link = linkAt(machine, port);
  if (master === undefined) return denied('EINVAL');
  if (link.master === index) return made(machine);
  const kind = MASTERS[master.kind];
  if (kind === undefined) return denied('EOPNOTSUPP');
  const refusal = kind.refuses(link, master, {
    isBusy: carriesMacvlans(machine, port),
    port: portsOf(namespace, index)[0],
  });
  if (refusal !== undefined) return denied(refusal.error, refusal.text);
  return made(followLower(machine, kind.take(machine, port, index)));
}

/** Makes a device a port of nothing; nothing when it is none. */
export function releasePort(machine: Machine, port: LinkPlace): Machine {
  const kind = masterKindOf(namespaceOf(machine, port.namespace), linkAt(machine, port));
  return kind === undefined ? machine : followLower(machine, kind.letGo(machine, port));
}

/** Has the ports of a device that goes be none. */
export function releasePorts(machine: Machine, { namespace: name, index }: LinkPlace): Machine {
  return portsOf(namespaceOf(machine, name), index).reduce(
    (before, port) => releasePort(before, { namespace: name, index: port.index }),
    machine,
  );
}
