import type { Map } from 'immutable';
import type { Association, TrackedConnection } from '../connection/association.js';
import type { Tuple } from '../connection/tuple.js';
import { RememberingChooser } from './chooser.js';
import { ConnectionTracker, type Following } from './connection-tracker.js';
import { evaluate, type Evaluation, type Observer } from './evaluate.js';
import { packetRegisters } from './registers.js';
import { keepersOf, keptBy } from './keepers.js';
import { QuotingChooser } from './quoting-chooser.js';
import { SteeredChooser, type Steer } from './steered-chooser.js';
import type { Namespace } from '../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../namespace/traffic/traffic.js';
import type { PathKind } from '../path/lower-namespace.js';
import type { Packet } from '../packet/packet.js';
import { programOf, withTraffic } from './program-of.js';

/** A packet's walk, and the namespace that it leaves behind. */
export interface Sent {
  readonly evaluation: Evaluation;
  readonly namespace: Namespace;
  /** The connection that the packet is of, and its direction in it. */
  readonly tracked: TrackedConnection | undefined;
  /** What the packet quotes now, an ICMP error. */
  readonly quote: Tuple | undefined;
  /** How the packet is tracked, should it go on in the namespace. */
  readonly following: () => Following | undefined;
}

/** Where a packet comes from, beside what it says itself. */
export interface Origin extends Association {
  /** The kernel made it, and no socket of a program. */
  readonly socketless?: boolean;
  /** The kernel sends it by a socket of its own. Source: `icmp_sk`, `ipv4_tcp_sk`, `ndisc_sk_init`. */
  readonly kernelSocket?: boolean;
  /** Which way it takes; the whole one when left out. */
  readonly path?: PathKind;
  /** Mark with which the route is looked up at first, on the path `tunnel`. */
  readonly lookupMark?: number;
  /** ifindex of the tunnel that has made it, on the paths `outer` and `tunnel`, or of the VRF that sends it on. */
  readonly through?: number;
  /** It was handed on as it is, and no socket of this host has had a part in its header. */
  readonly handedOn?: boolean;
  /** How it was tracked before, on the paths `vrf` and `bridge-on`. */
  readonly following?: Following;
  /** How choice points go; as the host's memory says when left out. */
  readonly steer?: Steer;
}

/**
 * Sends one packet through a namespace: its counters and its choice among equal default routes move on.
 *
 * @throws RangeError when the packet names a device that isn't there
 */
export function sendPacket(
  namespace: Namespace,
  packet: Packet,
  observer: Observer = {},
  origin: Origin = {},
): Sent {
  const { family } = packet.dst;
  const program = programOf(namespace, family, origin.path);
  const connections = CONNECTIONS_KEY[family];
  const keepers = keepersOf(namespace.traffic);
  const { sockets } = keepers;
  const remembering = new RememberingChooser(namespace.traffic.choices, keepers);
  const { quote, steer } = origin;
  const usual =
    quote === undefined
      ? remembering
      : new QuotingChooser(remembering, quote, packet.iif === undefined);
  const chooser = steer === undefined ? usual : new SteeredChooser(usual, steer);
  const tracker = new ConnectionTracker(namespace.traffic[connections], origin);
  let counters = namespace.traffic.counters;
  const registers = packetRegisters(packet, namespace);
  if (origin.socketless === true) registers.socket = 0;
  if (origin.kernelSocket === true) registers.kernelSocket = 1;
  if (origin.lookupMark !== undefined) registers.flowMark = origin.lookupMark;
  if (origin.through !== undefined) registers.iif = origin.through;
  if (origin.path === 'vrf' || origin.handedOn === true) registers.tos = packet.tos;
  if (origin.handedOn === true) registers.sport = packet.sport ?? 0;
  if (origin.following !== undefined) tracker.follow(registers, origin.following);
  const evaluation = evaluate(
    program,
    packet.iif === undefined ? program.output : program.input,
    registers,
    { chooser, tracker, sockets },
    {
      ...observer,
      count: (counter, bytes) => {
        counters = counted(counters, counter, bytes);
      },
    },
  );
  tracker.finish(evaluation.registers);
  const traffic = namespace.traffic.merge({
    counters,
    choices: remembering.memory,
    ...keptBy(keepers),
    [connections]: tracker.table,
  });
  return {
    evaluation,
    namespace: withTraffic(namespace, traffic),
    tracked: tracker.connectionOf(registers, family),
    quote: tracker.quote,
    following: () => tracker.followed(registers),
  };
}

/** Where the connections of a family are kept in the traffic. */
export const CONNECTIONS_KEY = { 4: 'connections4', 6: 'connections6' } as const;

function counted(
  counters: Map<number, Counter>,
  counter: number,
  bytes: number,
): Map<number, Counter> {
  return counters.update(counter, ZERO_COUNTER, ({ packets, bytes: before }) =>
    Object.freeze({ packets: packets + 1, bytes: before + bytes }),
  );
}
