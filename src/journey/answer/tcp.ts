import { isLinkLocal6 } from '../../address/address-class.js';
import { socketKey, type SocketTable } from '../../connection/socket.js';
import {
  acceptsInDomains,
  fwmarkReflect,
  tcpFwmarkAccept,
  tcpReflectTos,
} from '../../namespace/sysctl/answer-sysctl.js';
import type { Namespace } from '../../namespace/namespace.js';
import { tcp } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { SK } from '../../packet/sk.js';
import { TCP_FLAG } from '../../packet/tcp-flags.js';
import { answerDomain, domainOfRoute, pathOfAnswer } from './domain.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Ended } from '../ended.js';
import { isForThisHost } from './for-this-host.js';
import type { Network } from '../network.js';
import { sendBridged } from './bridged.js';

const { SYN, RST, ACK } = TCP_FLAG;

/**
 * A segment that is for no socket of the sender comes to one that listens, to one of its connections, or to none: a SYN is accepted, a segment of
 * nobody is answered by a reset. Source: `tcp_v4_rcv`.
 */
export function answerSegment(network: Network, ended: Ended): void {
  const { traveller, packet, registers } = ended;
  const { family } = packet.dst;
  const namespace = network.namespace(traveller.namespace);
  const key = socketKey((field) => registers[field], family);
  const sk = namespace.traffic.sockets.get(key);
  const kind = packet.tcpFlags & (SYN | RST | ACK);
  if (sk === undefined) {
    // What was for many hosts is no connection, and is not refused.
    if (isForThisHost(registers)) sendReset(network, ended, false);
  } else if (kind === SYN) {
    sendSynAck(network, ended, (sk & SK.transparent) !== 0);
  } else if (kind === ACK && (sk & SK.begun) !== 0) {
    const stands = (sockets: SocketTable): SocketTable => sockets.set(key, sk & ~SK.begun);
    network.replace(
      traveller.namespace,
      namespace.set('traffic', namespace.traffic.update('sockets', stands)),
    );
  }
}

/** A socket accepts a connection. Source: `inet_csk_route_req`, `tcp_v4_send_synack`. */
function sendSynAck(network: Network, ended: Ended, foreign: boolean): void {
  const { traveller, packet } = ended;
  const namespace = network.namespace(traveller.namespace);
  network.enter({
    namespace: traveller.namespace,
    packet: tcp({
      ...turned(packet),
      tcpFlags: SYN | ACK,
      tos: tcpReflectTos(namespace) ? packet.tos & ~ECN : 0,
      mark: tcpFwmarkAccept(namespace) ? packet.mark : 0,
      oif: isToDomain(namespace, packet) ? answerDomain(namespace, ended) : undefined,
    }),
    cause: 'reply',
    number: undefined,
    path: foreign ? 'foreign' : pathOfAnswer(namespace, packet.dst),
  });
}

function isToDomain(namespace: Namespace, { src }: Packet): boolean {
  return acceptsInDomains(namespace, PROTOCOL.tcp) || (src !== undefined && isLinkLocal6(src));
}

const ECN = 3;

/**
 * Answers a segment by a reset, which nothing answers; where a rule refuses it for another host (`byRule`), in that one's name.
 * Source: `tcp_v4_send_reset`, `nf_send_reset`.
 */
export function sendReset(network: Network, ended: Ended, byRule: boolean): void {
  const { traveller, packet, tracked } = ended;
  if ((packet.tcpFlags & RST) !== 0) return;
  const { family } = packet.dst;
  const namespace = network.namespace(traveller.namespace);
  const reset = tcp({
    ...turned(packet),
    tcpFlags: (packet.tcpFlags & ACK) === 0 ? RST | ACK : RST,
    tos: byRule ? 0 : packet.tos & ~ECN,
    mark: fwmarkReflect(namespace, family) ? packet.mark : 0,
    oif: byRule ? domainOfRoute(namespace, ended) : answerDomain(namespace, ended),
  });
  if (byRule && traveller.bridged !== undefined) {
    sendBridged(network, traveller.namespace, reset, traveller.bridged);
    return;
  }
  network.enter({
    namespace: traveller.namespace,
    packet: reset,
    cause: 'reply',
    number: undefined,
    socketless: true,
    // Those of IPv6 have no socket. Source: `ip_send_unicast_reply`, `tcp_v6_send_response`, `nf_send_reset`.
    kernelSocket: family === 4 && !byRule,
    path: byRule ? 'foreign' : pathOfAnswer(namespace, packet.dst),
    attached: byRule && tracked !== undefined ? { ...tracked, reply: !tracked.reply } : undefined,
  });
}

/** The ends of what answers a packet. */
export function turned({ src, dst, sport, dport }: Packet): {
  readonly src: Packet['dst'];
  readonly dst: Packet['dst'];
  readonly sport: number;
  readonly dport: number;
} {
  return { src: dst, dst: src ?? dst, sport: dport, dport: sport ?? 0 };
}
