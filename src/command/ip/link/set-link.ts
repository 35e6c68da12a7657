import { change, findLink, linkAt } from '../../../machine/link-at.js';
import { changeFollowed, followLower, takeDown } from '../../../machine/link-state.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { announceChange } from '../../../machine/path-cost.js';
import { moveDevice } from '../../../machine/move-device.js';
import { shareIpvlanMode } from '../../../machine/ipvlan-port.js';
import { enslavePort, releasePort } from '../../../machine/ports.js';
import { isAddressTaken } from '../../../machine/macvlan-port.js';
import { loadTunnelModule } from '../../../machine/tunnel-devices.js';
import { renameDevice } from '../../../machine/rename-device.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { spreadBondAddress } from '../../../namespace/bond.js';
import { portsOf, settleBridge, settleBridges } from '../../../namespace/bridge.js';
import { changeSettings, setCarrier } from '../../../namespace/link-events.js';
import { HARDWARE } from '../../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { existingLink, linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { isPassthru } from '../../../namespace/link-kind/macvlan.js';
import { mtuLimits } from '../../../namespace/link-kind/mtu-limits.js';
import { isTunnelKind } from '../../../namespace/link-kind/tunnel.js';
import { setMtu } from '../../../namespace/mtu.js';
import { sysctlSegment } from '../../../namespace/sysctl/sysctl-catalogue.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { refuseByErrno, refuseNotSimulated, Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { refuseAsKernel } from '../kernel-answer.js';
import { leaving } from '../module-asked-for.js';
import { printLladdr } from '../lladdr-argument.js';
import { isUnsimulatedKind, refuseMadeOtherwise, wordsOf, wordsOfLink } from './kind/kinds.js';
import { changePort } from './change-port.js';
import { refuseRest } from './kind/refuse-rest.js';
import { checkLladdr, checkMtu, LLADDR_BYTES, settingsOf } from './check-settings.js';
import type { LinkRequest } from './link-request.js';
import { parseLinkRequest, parsePeer, requestContext } from './parse-link-request.js';
import { largestMtu } from '../tunnel/settle-tunnel.js';
import { takeUp } from './take-up.js';
import { VETH_USAGE } from './usage.js';

/** `ip link set`: of one device, or of every device of a group. Source: `iplink_modify` of iproute2; `rtnl_setlink`. */
export function setLink(context: IpContext): CommandResult {
  const { machine } = context;
  const request = parseLinkRequest(new Words(context.argv), requestContext(context, false));
  if (request.dev === undefined) return succeed(setGroup(context, request));
  const place = findPlace(context, request.dev);
  checkLength(machine, place, request);
  const ported = changePort(context, place, request);
  const kindSettings = ported === undefined ? changeKind(context, place, request) : undefined;
  const loaded = ported ?? loadModule(machine, request);
  return leaving(loaded, () => succeed(setDevice(loaded, place, request, kindSettings)));
}

/** The machine with the module of a kind that a request names, be it not the kind of the device: it stays when the request is refused. Source: `rtnl_newlink`. */
function loadModule(machine: Machine, { type }: LinkRequest): Machine {
  const edit = type === undefined ? undefined : loadTunnelModule(machine, type.kind);
  return edit?.kind === 'edited' ? edit.machine : machine;
}

/** Where the device is that a word names. @throws Refusal `Cannot find device` when there is none. */
export function findPlace(context: IpContext, word: string): LinkPlace {
  const namespace = here(context);
  const index = deviceIndex(namespace, word) ?? refuseNoDevice(word);
  if (linkByIndex(namespace, index) === undefined) refuseByErrno('ENODEV');
  return { namespace: context.namespace, index };
}

/** What becomes of the settings of its kind. @throws Refusal. Source: `rtnl_changelink`. */
function changeKind(
  context: IpContext,
  place: LinkPlace,
  request: LinkRequest,
): Partial<Link> | undefined {
  const { type } = request;
  if (type === undefined) return undefined;
  if (isUnsimulatedKind(type.kind)) refuseNotSimulated(`ip link set type ${type.kind}`);
  if (type.kind === 'veth' && type.rest.length > 0) return refuseVethWords(context, type.rest);
  const link = linkAt(context.machine, place);
  const words = new Words(type.rest);
  const kindWords = wordsOf(type.kind);
  if (kindWords?.change === undefined) {
    if (kindWords?.read !== undefined && kindWords.wordless !== true)
      refuseNotSimulated(`ip link set type ${type.kind}`);
    refuseRest(words);
    refuseMadeOtherwise(type.kind);
    return undefined;
  }
  const namespace = namespaceOf(context.machine, place.namespace);
  const hasNone = wordsOfLink(link)?.details === undefined;
  if (kindWords.asksFirst === true && hasNone && type.rest.length > 0) {
    throw new Refusal(1, 'Failed to get existing tunnel info.\n', false);
  }
  const { check, settle } = kindWords.change(words, { context, namespace, request }, link);
  refuseRest(words);
  check?.();
  if (type.rest.length === 0) return undefined;
  return link.kind === type.kind ? settle() : refuseByErrno('EOPNOTSUPP');
}

/** The other end of a veth can't be changed by words, but the tool reads them as those of a device of its own. Source: `iplink_veth.c` of iproute2. */
function refuseVethWords(context: IpContext, [word, ...rest]: readonly string[]): never {
  if (word !== 'peer') throw new Refusal(1, VETH_USAGE, false);
  const peer = parsePeer(context, rest, false);
  if (peer.dev !== undefined) {
    const index = deviceIndex(here(context), peer.dev) ?? refuseNoDevice(peer.dev);
    const place = { namespace: context.namespace, index };
    if (findLink(context.machine, place) !== undefined) checkLength(context.machine, place, peer);
  }
  return refuseByErrno('EOPNOTSUPP');
}

function here({ machine, namespace }: IpContext): Namespace {
  return namespaceOf(machine, namespace);
}

function checkLength(machine: Machine, place: LinkPlace, { lladdr }: LinkRequest): void {
  const own = linkAt(machine, place).lladdr;
  const bytes = own.split(/[:.]/).length;
  if (lladdr === undefined || own === '' || lladdr.length === bytes) return;
  const why = `Invalid address length ${lladdr.length} - must be ${bytes} bytes\n`;
  throw new Refusal(1, why, false);
}

function setGroup(context: IpContext, request: LinkRequest): Machine {
  const { links } = here(context);
  return links
    .filter(({ group }) => group === request.group)
    .reduce(
      (machine, { index }) => setDevice(machine, { namespace: context.namespace, index }, request),
      loadModule(context.machine, request),
    );
}

/** Changes a device in the kernel's order: it moves, then its settings change, and at last it comes up or goes down. Source: `do_setlink`. */
function setDevice(
  machine: Machine,
  from: LinkPlace,
  request: LinkRequest,
  kindSettings: Partial<Link> = {},
): Machine {
  const { machine: moved, place } = move(machine, from, request);
  const { kind } = linkAt(moved, place);
  const { lladdr, broadcast, name, alias } = request;
  // An MTU that a device has already, be it by the words of its kind, is not asked about. Source: `netif_set_mtu_ext`.
  const isNew = request.mtuBytes !== (kindSettings.mtuBytes ?? linkAt(moved, place).mtuBytes);
  const mtuBytes = isNew ? request.mtuBytes : undefined;
  const isFixed = kind === 'ipvlan' || !linkAt(moved, place).lladdr.includes(':');
  if (lladdr !== undefined && isFixed) refuseByErrno('EOPNOTSUPP');
  if (lladdr !== undefined && kind !== 'loopback') checkLladdr(lladdr);
  if (lladdr !== undefined && isTakenBySibling(moved, place, printLladdr(lladdr))) {
    refuseByErrno('EADDRINUSE');
  }
  if (mtuBytes !== undefined) checkMtu(mtuLimits(linkAt(moved, place)), mtuBytes);
  if (broadcast !== undefined && broadcast.length < LLADDR_BYTES) refuseByErrno('EINVAL');
  const lower = linkAt(moved, place).lower;
  const limit = lower === undefined ? undefined : findLink(moved, lower)?.mtuBytes;
  const { follows } = traitsOf(kind);
  const most =
    limit === undefined ? undefined : limit - (follows?.mtuLess?.(linkAt(moved, place)) ?? 0);
  if (mtuBytes !== undefined && follows !== undefined && mtuBytes > (most ?? mtuBytes)) {
    refuseByErrno(follows.greaterMtu);
  }
  if (mtuBytes !== undefined && isPastTunnel(linkAt(moved, place), mtuBytes)) {
    refuseByErrno('EINVAL');
  }
  const { master } = linkAt(moved, place);
  const isOfTeam = findLink(moved, { ...place, index: master ?? 0 })?.kind === 'team';
  if (mtuBytes !== undefined && isOfTeam) refuseByErrno('EPERM');
  // IPv4 goes from such a device. Source: `inetdev_event`.
  if (mtuBytes !== undefined && mtuBytes < LEAST_MTU)
    refuseNotSimulated('ip link set mtu below 68');
  let after = change(moved, place, (namespace, index) => {
    const changed = changeSettings(namespace, index, kindSettings);
    const resized = mtuBytes === undefined ? changed : resize(changed, index, mtuBytes);
    return changeSettings(resized, index, {
      ...settingsOf(request),
      ...(lladdr === undefined ? {} : { lladdr: printLladdr(lladdr), ownLladdr: true }),
      ...(mtuBytes === undefined ? {} : { ownMtu: true }),
      ...(alias === undefined ? {} : { alias: alias === '' ? undefined : alias }),
    });
  });
  if (lladdr !== undefined) after = addressBelow(after, place, printLladdr(lladdr));
  if (name !== undefined) {
    const renamed = renameDevice(after, place, name);
    if (renamed.kind === 'refused') return refuseAsKernel(renamed);
    after = renamed.machine;
  }
  const settled = change(after, place, (namespace, index) =>
    settleBridges(lladdr === undefined ? namespace : spread(namespace, index)),
  );
  const followed = followLower(moved, shareIpvlanMode(settled, place));
  const ported = setCarrierByWord(setMaster(followed, place, request.master), place, request);
  const generating = setAddrgenmode(ported, place, request);
  const done = setUp(generating, place, request);
  return isAnnounced(linkAt(machine, from), request) ? announceChange(done, place) : done;
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
function resize(namespace: Namespace, index: number, mtuBytes: number): Namespace {
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

/** Makes the device a port of another, or of none: of the one before in no case. @throws Refusal where the kernel refuses. Source: `do_set_master`. */
export function setMaster(
  machine: Machine,
  place: LinkPlace,
  master: LinkRequest['master'],
): Machine {
  if (master === undefined) return machine;
  if (master === null) return releasePort(machine, place);
  const before = linkAt(machine, place).master;
  if (before === master) return machine;
  const released = before === undefined ? machine : releasePort(machine, place);
  const edit = enslavePort(released, place, master);
  if (edit.kind === 'edited') {
    refuseWithoutFrames(machine, place, master);
    return edit.machine;
  }
  try {
    return refuseAsKernel(edit);
  } catch (error) {
    throw error instanceof Refusal && before !== undefined ? error.leaving(released) : error;
  }
}

/** A bond becomes a device of the kind of its first port, which is simulated for Ethernet alone. @throws Refusal. Source: `bond_setup_by_slave` */
function refuseWithoutFrames(machine: Machine, place: LinkPlace, master: number): void {
  const isBond = findLink(machine, { ...place, index: master })?.kind === 'bond';
  const { hardware } = traitsOf(linkAt(machine, place).kind);
  if (isBond && hardware !== HARDWARE.ether) {
    refuseNotSimulated('ip link set master BOND of a device without Ethernet');
  }
}

function move(
  machine: Machine,
  place: LinkPlace,
  { netns, index }: LinkRequest,
): { readonly machine: Machine; readonly place: LinkPlace } {
  if (netns === undefined) return { machine, place };
  const edit = moveDevice(machine, place, netns, index);
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
