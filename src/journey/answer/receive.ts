import { icmpTracking } from '../../connection/icmp.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { IcmpError } from '../../program/ending.js';
import type { Ended } from '../ended.js';
import { isForThisHost, isFramedForMany } from './for-this-host.js';
import type { Network } from '../network.js';
import type { Sender } from '../sender.js';
import { answerEcho, ECHO } from './echo.js';
import { acceptRedirect } from './redirect.js';
import { sendIcmpError } from './icmp-error.js';
import { receiveIp6Tunnelled } from './ip6-tunnel.js';
import { answerSegment } from './tcp.js';
import { hearOfTunnelled } from './tunnel-error.js';
import { receiveTunnelled } from './tunnel.js';
import { answerDatagram } from './udp.js';

/** Protocol unreachable; in IPv6 an unknown next header. Source: `ip_protocol_deliver_rcu`, `ip6_protocol_deliver_rcu`. */
const UNKNOWN_PROTOCOL: Readonly<Record<4 | 6, IcmpError>> = {
  4: { type: 3, code: 2 },
  6: { type: 4, code: 1 },
};

/** A packet has reached the local sockets of a namespace: what it is answered by, if at all. */
export function receive(network: Network, ended: Ended, sender: Sender): void {
  const { packet, registers } = ended;
  // Source: `tcp_v4_rcv`, `tcp_v6_rcv`.
  if (packet.protocol === PROTOCOL.tcp && isFramedForMany(registers)) return;
  acceptRedirect(network, ended, sender.boundIn(ended.traveller.namespace));
  if (sender.take(network, ended)) return;
  if (receiveTunnelled(network, ended) || receiveIp6Tunnelled(network, ended)) return;
  switch (packet.protocol) {
    case PROTOCOL.tcp:
      answerSegment(network, ended);
      return;
    case PROTOCOL.udp:
      answerDatagram(network, ended);
      return;
    case PROTOCOL.icmp:
    case PROTOCOL.icmpv6:
      if (icmpTracking(packet.protocol)?.family !== packet.dst.family) break;
      if (packet.icmpType === ECHO[packet.protocol].request) answerEcho(network, ended);
      else hearOfTunnelled(network, ended);
      return;
    default:
  }
  if (!isForThisHost(registers)) return;
  sendIcmpError(network, ended, UNKNOWN_PROTOCOL[packet.dst.family]);
}
