import type { Family } from '../address/family.js';
import type { Namespace } from '../namespace/namespace.js';
import { addressIs, isMulticastOfScope6 } from '../predicate/address-predicate.js';
import { add, copy, set } from '../predicate/assignment.js';
import { all, any, equals, inRange, not } from '../predicate/predicate.js';
import type { BridgedStage, IcmpError } from '../program/ending.js';
import type { Program } from '../program/program.js';
import type { StepId } from '../program/step.js';
import { HAS_SUM } from '../netfilter/nft/meaning/checksum.js';
import { lowerHook } from './netfilter/hook-stages.js';
import { lowerEnabled6 } from './address/enabled-v6.js';
import { lowerFromPeers, type Sending } from './allowed-ips.js';
import { lowerIngress } from './receiving-device.js';
import { lowerDevice, lowerDriver } from './sending-device.js';
import { isUnchanged, keepPart } from './netfilter/kept-parts.js';
import { ALL_HOSTS, isMulticast } from './address/address-sets-v4.js';
import { isLoopback6, isMulticast6 } from './address/address-sets-v6.js';
import { deviceWhere } from './device.js';
import { FRAMED_FOR_MANY, lowerFrame, lowerFrameOfCopy } from './frame.js';
import {
  IS_DEAD_END6,
  IS_LOCAL_ROUTE6,
  IS_ROUTE_TO_GROUPS6,
  isJoinedGroup6,
} from './address/groups-v6.js';
import { LOOPBACK_INDEX } from './loopback.js';
import { lowerSegment } from './netfilter/known-socket.js';
import { lowerInputRoute4, type InputRoute } from './input-route-v4.js';
import {
  lowerArrival6,
  lowerForwardable6,
  lowerForwarding,
  lowerInputRoute6,
} from './input-route-v6.js';
import { Lowering } from './lowering.js';
import { lowerOutput4, type OutputExits } from './output-v4.js';
import { lowerOutput6 } from './output-v6.js';
import { lowerBegun } from './netfilter/nat-stage.js';
import { lowerThroughBridge } from './through-bridge.js';
import { lowerArrivingDevice, lowerBridges } from './receiving-ports.js';
import { getsCopy, lowerOrphan, lowerSenderCopy, NO_SOCKET, type ComingIn } from './sender-copy.js';
import { priorityByTos } from './priority.js';
import { refuse } from './refuse.js';
import { routeIs } from './route/route-is.js';
import { lowerOwnOfVrf, lowerVrfOutput } from './vrf-output.js';
import { lowerReceivingVrf, lowerSentByVrf } from './vrf-passes.js';
import { lowerDiscovery } from './discovery.js';
import { lowerRpdb } from './route/rpdb-walk.js';

/** What differs between the families on the way of a packet. */
interface FamilyPath {
  readonly lowerOutput: (lowering: Lowering, exits: OutputExits) => StepId;
  readonly lowerInputRoute: (lowering: Lowering, route: InputRoute) => StepId;
  /** Checks before PREROUTING. */
  readonly lowerArrival: (lowering: Lowering, next: StepId) => StepId;
  /** Checks of a packet that is to be forwarded, after that of its TTL. */
  readonly lowerForwardable: (lowering: Lowering, next: StepId) => StepId;
  /** ICMP time exceeded in transit. */
  readonly timeExceeded: IcmpError;
  /** What becomes of a packet that has been handed to lo, after PREROUTING. */
  readonly lowerLooped: (lowering: Lowering, deliver: StepId) => StepId;
  /** What becomes of a packet that was made here for another device than lo, after POSTROUTING; `loop` brings it back in. */
  readonly lowerWired: (lowering: Lowering, loop: StepId) => StepId;
  /** The copy for the sender is made before POSTROUTING. */
  readonly copiesFirst: boolean;
  /** A unicast route over lo leads nowhere; else it is one like any other. */
  readonly loLeadsNowhere: boolean;
}

const PATHS: Readonly<Record<Family, FamilyPath>> = {
  4: {
    lowerOutput: lowerOutput4,
    lowerInputRoute: lowerInputRoute4,
    lowerArrival: (_, next) => next,
    lowerForwardable: (_, next) => next,
    timeExceeded: { type: 11, code: 0 },
    lowerLooped: lowerLooped4,
    lowerWired: lowerTransmit,
    copiesFirst: true,
    loLeadsNowhere: false,
  },
  6: {
    lowerOutput: lowerOutput6,
    lowerInputRoute: lowerInputRoute6,
    lowerArrival: lowerArrival6,
    lowerForwardable: lowerForwardable6,
    timeExceeded: { type: 3, code: 0 },
    lowerLooped: lowerLooped6,
    lowerWired: lowerWired6,
    copiesFirst: false,
    loLeadsNowhere: true,
  },
};

/**
 * Which way packets take through a namespace.
 *
 * - `whole`: as they are sent by sockets of the host, or received
 * - `foreign`: what is sent may have the source of another host, as resets in its name and answers of transparent sockets have
 * - `answer`: the host itself answers from the address that was asked, and no socket is bound to that
 * - `outer`: a tunnel sends a packet with another in it: it is routed as the kernel's own, whoever owns it, and is last seen as coming from the tunnel
 * - `tunnel`: the same, and its first lookup is made with a mark that isn't the packet's
 * - `vrf`: a VRF device sends on what it was handed
 * - `discovery`: a message of IPv6 neighbour discovery leaves by the device whose neighbours it is for
 * - `bridged`: a bridge of the namespace has a frame for somebody else, and netfilter sees what is in it before the bridge knows by which ports it leaves
 * - `bridge-own`: a bridge has a frame for this host, which it sends on itself if translation has made it one for a host behind the bridge
 * - `bridge-on`: a bridge goes on with such a frame, once for each port by which it leaves
 */
export type PathKind =
  | 'whole'
  | 'foreign'
  | 'answer'
  | 'bridged'
  | 'bridge-own'
  | 'bridge-on'
  | 'outer'
  | 'tunnel'
  | 'vrf'
  | 'discovery';

/**
 * A namespace's packet path for one family as a program. Source: `__ip_local_out`, `ip_output`, `ip_rcv`, `ip_local_deliver`,
 * `ip_forward`, and the same of IPv6.
 */
export function lowerNamespace(
  namespace: Namespace,
  family: Family,
  kind: PathKind = 'whole',
): Program {
  const lowering = new Lowering(namespace, family, {
    ignoreLinkdown: false,
    foreign: kind === 'foreign',
    unbound: kind === 'answer',
    outer: FROM_DEVICE.has(kind),
    markGiven: kind === 'tunnel',
    resent: kind === 'vrf',
  });
  const { builder } = lowering;
  if (kind === 'bridge-on') {
    const input = lowerThroughBridge(lowering);
    return { family, steps: builder.steps, output: input, input };
  }
  const path = PATHS[family];
  const rpdb = lowerRpdb(lowering);
  const loop = lowerLoop(lowering, lowerBackIn(lowering, path, rpdb));
  const leave = lowerLeave(lowering, path, loop);
  const output = lowerSent(lowering, kind, { rpdb, leave, loop });
  const exits = { deliver: lowerDeliver(lowering, false), forward: lowerForward(lowering, path) };
  const toRoute = (stays?: StepId): StepId =>
    path.lowerInputRoute(lowering, { rpdb, ...exits, ...(stays === undefined ? {} : { stays }) });
  const isBridge = kind === 'bridged' || kind === 'bridge-own';
  const routed = isBridge ? lowerBridged(lowering, toRoute, kind === 'bridge-own') : toRoute();
  const received = lowerHook(
    lowering,
    { hook: 'PREROUTING', dropErrno: undefined },
    lowerReceivingVrf(lowering, routed),
  );
  const kept = isBridge ? builder.assign(keepPart(family, 'dst'), received) : received;
  // What a bridge has for others doesn't come in by it.
  const checked = path.lowerArrival(lowering, kept);
  const taken = isBridge ? checked : lowerIngress(lowering, {}, lowerEnabled6(lowering, checked));
  const arrived = lowerFrame(lowering, taken);
  const coming = builder.assign([copy('indev', 'iif'), set('outdev', 0)], arrived);
  const input = lowerArrivingDevice(
    lowering,
    lowerBridges(lowering, lowerFromPeers(lowering, coming)),
  );
  return { family, steps: builder.steps, output, input };
}

/** Whether a bridge has a frame for others, or goes on with one. */
export function isForwardedFrame(kind: PathKind | undefined): boolean {
  return kind === 'bridged' || kind === 'bridge-on';
}

/** The ways of what comes from a device of the host, once it has passed OUTPUT. */
const FROM_DEVICE: ReadonlySet<PathKind> = new Set(['outer', 'tunnel', 'vrf', 'discovery']);

interface SentExits extends OutputExits {
  /** The way back in. */
  readonly loop: StepId;
}

/** What is sent, up to POSTROUTING. */
function lowerSent(lowering: Lowering, kind: PathKind, { rpdb, leave, loop }: SentExits): StepId {
  const { builder, family } = lowering;
  const path = PATHS[family];
  if (kind === 'discovery') return lowerDiscovery(lowering, { rpdb, leave });
  if (kind !== 'vrf') return path.lowerOutput(lowering, { rpdb, leave });
  const discarded =
    family === 4
      ? builder.failed('device', builder.drop({ kind: 'device' }))
      : builder.assign(NO_SOCKET, lowerForwarding(lowering, lowerForward(lowering, path)));
  const discard = lowerLoop(lowering, discarded);
  return lowerVrfOutput(lowering, { rpdb, leave, receive: loop, discard });
}

/**
 * What a bridge forwards, after PREROUTING. What has got another destination is routed, and stays on the bridge if its route leads there: as soon as its next
 * hop is found. Source: `br_nf_pre_routing_finish`.
 */
function lowerBridged(
  lowering: Lowering,
  toRoute: (stays?: StepId) => StepId,
  isOwn: boolean,
): StepId {
  const { builder, family } = lowering;
  const stays = (bridged: BridgedStage): StepId =>
    builder.add({ kind: 'end', ending: { kind: 'transmit', bridged } });
  const unchanged = isOwn
    ? lowerEnabled6(lowering, toRoute())
    : builder.assign([copy('routeDev', 'iif')], stays('received'));
  return builder.test(isUnchanged('dst', family), unchanged, toRoute(stays('turned')));
}

/** INPUT, then the sockets. */
function lowerDeliver(lowering: Lowering, looped: boolean): StepId {
  const deliver = lowering.builder.add({ kind: 'end', ending: { kind: 'deliver' } });
  const taken = lowerChecksum(lowering, lowerSegment(lowering, deliver));
  return lowerHook(lowering, { hook: 'INPUT', dropErrno: undefined, looped }, taken);
}

/** Sockets take nothing whose checksum is wrong. Source: `icmp_rcv`, `icmpv6_rcv`, `tcp_checksum_complete`, `udp_lib_checksum_complete`. */
function lowerChecksum({ builder, breaksSums }: Lowering, next: StepId): StepId {
  if (!breaksSums) return next;
  const wrong = builder.failed('checksum', builder.drop({ kind: 'checksum' }));
  return builder.test(all([equals('sumBroken', 1), HAS_SUM]), wrong, next);
}

/** What becomes of a packet that has come back in: it has its route, unless translation has given it another destination since. Source: `ip_rcv_finish_core`. */
function lowerBackIn(lowering: Lowering, path: FamilyPath, rpdb: StepId): StepId {
  const { builder, rewritesEnds } = lowering;
  const deliver = lowerDeliver(lowering, true);
  const routed = path.lowerLooped(lowering, deliver);
  if (!rewritesEnds) return routed;
  const forward = lowerBegun(lowering, lowerForward(lowering, path));
  const looked = path.lowerInputRoute(lowering, { rpdb, deliver, forward });
  const lost = builder.assign([copy('iif', 'indev')], looked);
  return builder.test(equals('routeDev', 0), lost, routed);
}

/** The way back in of a packet that lo or a VRF was handed for this host: PREROUTING, then `next`. */
function lowerLoop(lowering: Lowering, next: StepId): StepId {
  const looped = {
    hook: 'PREROUTING',
    dropErrno: undefined,
    looped: true,
    losesRoute: true,
  } as const;
  return lowering.builder.add({
    kind: 'assign',
    assignments: [copy('indev', 'routeDev'), set('outdev', 0)],
    next: lowerIngress(
      lowering,
      { looped: true },
      lowerEnabled6(lowering, lowerHook(lowering, looped, next)),
    ),
    loops: true,
    note: { kind: 'loopback' },
  });
}

/**
 * POSTROUTING of a packet that was made here; one for lo comes back in at once, and keeps its route. Source: `ip6_pkt_discard_out` for
 * the dead end.
 */
function lowerLeave(lowering: Lowering, path: FamilyPath, loop: StepId): StepId {
  const { builder, namespace } = lowering;
  const wired = path.lowerWired(lowering, loop);
  const ofVrf = lowerOwnOfVrf(lowering, { receive: loop, sent: wired });
  const toVrf = lowerDevice(lowering, ofVrf, OF_HOST);
  const own = all([
    routeIs('local'),
    deviceWhere(namespace, 'routeDev', ({ kind }) => kind === 'vrf'),
  ]);
  const sent = builder.test(
    equals('routeDev', LOOPBACK_INDEX),
    lowerDevice(lowering, loop, OF_HOST),
    builder.test(own, toVrf, wired),
  );
  const leaving = { hook: 'POSTROUTING', dropErrno: 'EPERM' } as const;
  const walk = path.copiesFirst ? ({ ...leaving, copied: 'original' } as const) : leaving;
  const hook = lowerHook(lowering, walk, sent);
  const copied = path.copiesFirst ? lowerCopied(lowering, { arrive: on, route: on }, hook) : hook;
  const through = lowering.options.outer === true ? [copy('indev', 'iif')] : [];
  const left = lowerSentByVrf(
    lowering,
    builder.assign([copy('outdev', 'routeDev'), ...through], copied),
  );
  if (!path.loLeadsNowhere) return left;
  return builder.test(
    IS_DEAD_END6,
    builder.failed('dead-end', builder.drop({ kind: 'lookup', purpose: 'output' })),
    left,
  );
}

const on = (passed: StepId): StepId => passed;

/** What the sender gets a copy of sends it on its way first. */
function lowerCopied(lowering: Lowering, coming: ComingIn, next: StepId): StepId {
  return lowering.builder.test(getsCopy(lowering), lowerSenderCopy(lowering, coming, next), next);
}

/** The end of a packet that was made here and leaves by a device. */
function lowerTransmit(lowering: Lowering): StepId {
  const sent = lowering.builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  return lowerDevice(lowering, lowerDriver(lowering, sent, OF_HOST), OF_HOST);
}

const OF_HOST: Sending = { isLocal: true };
const PASSED_ON: Sending = { isLocal: false };

/** On lo too, only groups that are joined there are delivered: that of all hosts. Source: `__mkroute_output`. */
function lowerLooped4({ builder }: Lowering, deliver: StepId): StepId {
  const other = all([isMulticast('dst'), not(addressIs('dst', ALL_HOSTS))]);
  const unjoined = builder.failed('group', builder.drop({ kind: 'martian-destination' }));
  return builder.test(other, unjoined, deliver);
}

/** The same of IPv6, for the groups of a device; a route to everything would have it forwarded. Source: `ip6_mc_input`, `ip6_rt_init_dst`. */
function lowerLooped6({ builder, namespace }: Lowering, deliver: StepId): StepId {
  const joined = all([isJoinedGroup6(namespace, 'routeDev'), IS_ROUTE_TO_GROUPS6]);
  // A chain may have written another destination since.
  const toGroup = any([isMulticast6('dst'), routeIs('multicast')]);
  const other = all([toGroup, not(any([IS_LOCAL_ROUTE6, joined]))]);
  const unjoined = builder.failed('group', builder.drop({ kind: 'martian-destination' }));
  return builder.test(other, unjoined, deliver);
}

/**
 * A copy for the sender is made after POSTROUTING, and meets it again. Of a packet to a group of the interface itself nothing but the copy
 * is left. Source: `ip6_finish_output2`, `ip6_rcv_core`.
 */
function lowerWired6(lowering: Lowering, loop: StepId): StepId {
  const { builder, namespace } = lowering;
  const lost = builder.failed('destination-address', builder.drop({ kind: 'martian-destination' }));
  const up = deviceWhere(namespace, 'routeDev', (link) => link.up);
  const refused = builder.assign(
    [copy('indev', 'routeDev'), set('outdev', 0)],
    lowerIngress(lowering, { looped: true }, lost),
  );
  const received = builder.test(isLoopback6('src'), refused, loop);
  const back = builder.test(up, lowerFrameOfCopy(lowering, received), lost);
  const again = lowerOrphan(lowering, back);
  const alone = builder.test(getsCopy(lowering), lowerBegun(lowering, again), lost);
  const coming: ComingIn = {
    arrive: (passed) =>
      builder.test(
        isLoopback6('src'),
        builder.failed('source-address', builder.drop({ kind: 'martian-source' })),
        passed,
      ),
    route: (passed) =>
      builder.test(
        all([IS_ROUTE_TO_GROUPS6, isJoinedGroup6(namespace, 'routeDev')]),
        passed,
        builder.failed('group', builder.drop({ kind: 'martian-destination' })),
      ),
  };
  const sent = lowerTransmit(lowering);
  const copied = builder.test(
    getsCopy(lowering),
    lowerBegun(lowering, lowerSenderCopy(lowering, coming, sent)),
    sent,
  );
  const here = any([isMulticastOfScope6('dst', 0), isMulticastOfScope6('dst', 1)]);
  return builder.test(here, alone, copied);
}

/** TTL, FORWARD, POSTROUTING, and out. What TPROXY handed to a socket is not forwarded, nor what came in a frame for a group.
 * Source: `ip_forward`, `ip6_forward`. */
function lowerForward(lowering: Lowering, path: FamilyPath): StepId {
  const { timeExceeded } = path;
  const { builder } = lowering;
  const transmit = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  const leave = lowerHook(
    lowering,
    { hook: 'POSTROUTING', dropErrno: undefined },
    lowerDevice(lowering, lowerDriver(lowering, transmit, PASSED_ON), PASSED_ON),
  );
  const hook = lowerHook(lowering, { hook: 'FORWARD', dropErrno: undefined }, leave);
  const counted = builder.assign(
    [add('ttl', -1), copy('outdev', 'routeDev'), ...priorityByTos(lowering)],
    hook,
  );
  const alive = builder.check('ttl', {
    when: inRange('ttl', 2, 255),
    passes: path.lowerForwardable(lowering, counted),
    fails: refuse(lowering, { at: { kind: 'ttl' }, answer: timeExceeded }),
  });
  const taken = builder.failed('taken', builder.drop({ kind: 'taken' }));
  const forwarded = builder.test(equals('socket', 0), alive, taken);
  if (!lowering.turnsFrames) return forwarded;
  const framed = builder.failed('group-frame', builder.drop({ kind: 'group-frame' }));
  return builder.test(FRAMED_FOR_MANY, framed, forwarded);
}
