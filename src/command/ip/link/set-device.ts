import { change, findLink, linkAt } from '../../../machine/link-at.js';
import { changeFollowed, followLower, takeDown } from '../../../machine/link-state.js';
import type { Machine } from '../../../machine/machine.js';
import { announceChange } from '../../../machine/path-cost.js';
import { moveDevice } from '../../../machine/move-device.js';
import { shareIpvlanMode } from '../../../machine/ipvlan-port.js';
import { isAddressTaken } from '../../../machine/macvlan-port.js';
import { renameDevice } from '../../../machine/rename-device.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { spreadBondAddress } from '../../../namespace/bond.js';
import { portsOf, settleBridge, settleBridges } from '../../../namespace/bridge.js';
import { changeSettings, setCarrier } from '../../../namespace/link-events.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { existingLink, type Namespace } from '../../../namespace/namespace.js';
import { isPassthru } from '../../../namespace/link-kind/macvlan.js';
import { mtuLimits } from '../../../namespace/link-kind/mtu-limits.js';
import { isTunnelKind } from '../../../namespace/link-kind/tunnel.js';
import { setMtu } from '../../../namespace/mtu.js';
import { sysctlSegment } from '../../../namespace/sysctl/sysctl-catalogue.js';
import { refuseByErrno, refuseNotSimulated } from '../arguments.js';
import { refuseAsKernel } from '../kernel-answer.js';
import { leaving } from '../module-asked-for.js';
import { printLladdr } from '../lladdr-argument.js';
import { checkLladdr, checkMtu, flagsOf, LLADDR_BYTES } from './check-settings.js';
import type { LinkRequest } from './link-request.js';
import { largestMtu } from '../tunnel/settle-tunnel.js';
import { setMaster } from './set-master.js';
import { takeUp } from './take-up.js';

/** One of the changes that a request can ask for; the machine as it is where it doesn't. @throws Refusal */
type Step = (machine: Machine, place: LinkPlace, request: LinkRequest) => Machine;

/** The changes to a device in the kernel's order. Source: `do_setlink` */
const STEPS: readonly Step[] = [
  setLladdr,
  resize,
  (machine, place, { group }) => withSettings(machine, place, group === undefined ? {} : { group }),
  rename,
  setAlias,
  setBroadcast,
  (machine, place, request) => withSettings(machine, place, flagsOf(request)),
  setUp,
  (machine, place, { master }) => setMaster(machine, place, master),
  setCarrierByWord,
  setQueue,
  setAddrgenmode,
];

/**
 * Changes a device, one thing after the other: what was done before the kernel refuses stays. The settings of its kind come first, then it moves. Source: `rtnl_changelink`, `do_setlink`.
 *
 * @param kindSettings - what its kind makes of the words after it
 */
export function setDevice(
  machine: Machine,
  from: LinkPlace,
  request: LinkRequest,
  kindSettings: Partial<Link> = {},
): Machine {
  const { broadcast } = request;
  if (broadcast !== undefined && broadcast.length < LLADDR_BYTES) refuseByErrno('EINVAL');
  const changed = settle(
    machine,
    shareIpvlanMode(withSettings(machine, from, kindSettings), from),
    from,
  );
  const { machine: moved, place } = leaving(changed, () => move(changed, from, request));
  const done = STEPS.reduce(
    (before, step) => leaving(before, () => step(before, place, request)),
    moved,
  );
  return isAnnounced(linkAt(machine, from), request) ? announceChange(done, place) : done;
}

function withSettings(machine: Machine, place: LinkPlace, settings: Partial<Link>): Machine {
  if (Object.keys(settings).length === 0) return machine;
  return change(machine, place, (namespace, index) => changeSettings(namespace, index, settings));
}

/** Has bridges, and what lies on the device, follow a change of it. */
function settle(before: Machine, machine: Machine, place: LinkPlace): Machine {
  if (before === machine) return machine;
  return followLower(before, change(machine, place, settleBridges));
}

function setLladdr(machine: Machine, place: LinkPlace, request: LinkRequest): Machine {
  if (request.lladdr === undefined) return machine;
  const { kind, lladdr: own } = linkAt(machine, place);
  if (kind === 'ipvlan' || !own.includes(':')) refuseByErrno('EOPNOTSUPP');
  if (kind !== 'loopback') checkLladdr(request.lladdr);
  const lladdr = printLladdr(request.lladdr);
  if (isTakenBySibling(machine, place, lladdr)) refuseByErrno('EADDRINUSE');
  const given = withSettings(machine, place, { lladdr, ownLladdr: true });
  return settle(machine, change(addressBelow(given, place, lladdr), place, spread), place);
}

/** An MTU that a device has already, be it by the words of its kind, is not asked about. Source: `netif_set_mtu_ext`. */
function resize(machine: Machine, place: LinkPlace, { mtuBytes }: LinkRequest): Machine {
  const link = linkAt(machine, place);
  if (mtuBytes === undefined || mtuBytes === link.mtuBytes) return machine;
  checkMtu(mtuLimits(link), mtuBytes);
  const limit = link.lower === undefined ? undefined : findLink(machine, link.lower)?.mtuBytes;
  const { follows } = traitsOf(link.kind);
  const most = limit === undefined ? mtuBytes : limit - (follows?.mtuLess?.(link) ?? 0);
  if (follows !== undefined && mtuBytes > most) refuseByErrno(follows.greaterMtu);
  if (isPastTunnel(link, mtuBytes)) refuseByErrno('EINVAL');
  const isOfTeam = findLink(machine, { ...place, index: link.master ?? 0 })?.kind === 'team';
  if (isOfTeam) refuseByErrno('EPERM');
  // IPv4 goes from such a device. Source: `inetdev_event`.
  if (mtuBytes < LEAST_MTU) refuseNotSimulated('ip link set mtu below 68');
  const resized = change(machine, place, (namespace, index) =>
    changeSettings(resizeAll(namespace, index, mtuBytes), index, { ownMtu: true }),
  );
  return settle(machine, resized, place);
}

function rename(machine: Machine, place: LinkPlace, { name }: LinkRequest): Machine {
  if (name === undefined) return machine;
  const renamed = renameDevice(machine, place, name);
  return renamed.kind === 'refused' ? refuseAsKernel(renamed) : renamed.machine;
}

function setAlias(machine: Machine, place: LinkPlace, { alias }: LinkRequest): Machine {
  if (alias === undefined) return machine;
  return withSettings(machine, place, { alias: alias === '' ? undefined : alias });
}

function setBroadcast(machine: Machine, place: LinkPlace, { broadcast }: LinkRequest): Machine {
  if (broadcast === undefined) return machine;
  return withSettings(machine, place, { broadcastLladdr: printLladdr(broadcast) });
}

function setQueue(machine: Machine, place: LinkPlace, { txQueueLength }: LinkRequest): Machine {
  return withSettings(machine, place, txQueueLength === undefined ? {} : { txQueueLength });
}

function setUp(machine: Machine, place: LinkPlace, { up }: LinkRequest): Machine {
  if (up === undefined) return machine;
  return up ? takeUp(machine, place) : takeDown(machine, place);
}

/** Whether all hear of a request: of some settings be they as they were, of flags that become others, of none that is heard of by itself. Source: `do_setlink`, `__dev_notify_flags`. */
function isAnnounced(was: Link, request: LinkRequest): boolean {
  const { group, alias, makesLinkLocal, type } = request;
  if ([group, alias, makesLinkLocal].some((asked) => asked !== undefined)) return true;
  if (type !== undefined && type.rest.length > 0) return true;
  const flags = ['arp', 'multicast', 'dynamic'] as const;
  return flags.some((flag) => request[flag] !== undefined && request[flag] !== was[flag]);
}

/** A macvlan device can be given the address that it has, be it down with that of another. Source: `macvlan_set_mac_address`. */
function isTakenBySibling(machine: Machine, place: LinkPlace, lladdr: string): boolean {
  return lladdr !== linkAt(machine, place).lladdr && isAddressTaken(machine, place, lladdr);
}

/** A macvlan device that passes all through has its address from the device below, to which it gives what it is given. Source: `macvlan_set_mac_address`. */
function addressBelow(machine: Machine, place: LinkPlace, lladdr: string): Machine {
  const link = linkAt(machine, place);
  if (!isPassthru(link) || link.lower === undefined) return machine;
  return change(machine, link.lower, (namespace, index) =>
    changeSettings(namespace, index, { lladdr, ownLladdr: true }),
  );
}

/** A tunnel that sends no more than IPv4 can. Source: `ip_tunnel_change_mtu`. */
function isPastTunnel({ kind, settings }: Link, mtuBytes: number): boolean {
  if (settings.kind !== 'tunnel' || !isTunnelKind(kind) || kind === 'sit') return false;
  return mtuBytes < LEAST_MTU || mtuBytes > largestMtu(kind, settings);
}

/** Source: `ETH_MIN_MTU`, `IPV4_MIN_MTU`. */
const LEAST_MTU = 68;

/** Ports of a team or bond have its MTU. Source: `team_change_mtu`, `bond_change_mtu`. */
function resizeAll(namespace: Namespace, index: number, mtuBytes: number): Namespace {
  const { kind } = existingLink(namespace, index);
  const ports =
    kind === 'team' || kind === 'bond' ? portsOf(namespace, index).map((port) => port.index) : [];
  return [index, ...ports].reduce((before, one) => setMtu(before, one, mtuBytes), namespace);
}

/** A link-layer address that was given may be for other devices as well. */
function spread(namespace: Namespace, index: number): Namespace {
  const { kind } = existingLink(namespace, index);
  if (kind === 'bond') return spreadBondAddress(namespace, index);
  return kind === 'bridge' ? settleBridge(namespace, index) : namespace;
}

function move(
  machine: Machine,
  place: LinkPlace,
  { netns, index, name }: LinkRequest,
): { readonly machine: Machine; readonly place: LinkPlace } {
  if (netns === undefined) return { machine, place };
  const edit = moveDevice(machine, place, netns, { index, name });
  return edit.kind === 'refused' ? refuseAsKernel(edit) : edit;
}

/** Source: `dev_change_carrier`. */
function setCarrierByWord(machine: Machine, place: LinkPlace, { carrier }: LinkRequest): Machine {
  if (carrier === undefined) return machine;
  const { kind } = linkAt(machine, place);
  if (kind === 'tun' || kind === 'tap') refuseByErrno('EPERM');
  if (!traitsOf(kind).changesCarrier) refuseByErrno('EOPNOTSUPP');
  return changeFollowed(machine, place, (namespace, index) =>
    settleBridges(setCarrier(namespace, index, carrier)),
  );
}

/** Takes effect when IPv6 starts on the device the next time, other than writing the sysctl does. Source: `inet6_set_link_af`. */
function setAddrgenmode(machine: Machine, place: LinkPlace, request: LinkRequest): Machine {
  if (request.makesLinkLocal === undefined) return machine;
  const mode = request.makesLinkLocal ? '0' : '1';
  const key = `net.ipv6.conf.${sysctlSegment(linkAt(machine, place).name)}.addr_gen_mode`;
  return change(machine, place, (namespace) =>
    namespace.set('sysctls', namespace.sysctls.set(key, mode)),
  );
}
