import { isLinkLocal6 } from '../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import type { Listener } from '../../namespace/listener.js';
import type { Namespace } from '../../namespace/namespace.js';
import { udp } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { SK } from '../../packet/sk.js';
import type { IcmpError } from '../../program/ending.js';
import { deviceOf } from './domain.js';
import type { Ended } from '../ended.js';
import { isForAnycast, isForThisHost } from './for-this-host.js';
import type { Network } from '../network.js';
import { isHeardUnbound } from './heard.js';
import { sendIcmpError } from './icmp-error.js';
import { receiveOverlaid } from './overlay.js';
import { receiveSealed } from './wireguard.js';

/** Port unreachable. Source: RFC 792, RFC 4443. */
const PORT_UNREACHABLE: Readonly<Record<4 | 6, IcmpError>> = {
  4: { type: 3, code: 3 },
  6: { type: 1, code: 4 },
};

/** A datagram that is for no socket of the sender comes to one that listens, which may answer, or to none. Source: `__udp4_lib_rcv`. */
export function answerDatagram(network: Network, ended: Ended): void {
  if (receiveSealed(network, ended) || receiveOverlaid(network, ended)) return;
  const { traveller, packet, registers } = ended;
  const namespace = network.namespace(traveller.namespace);
  const listener = isHeardUnbound(namespace, ended, PROTOCOL.udp)
    ? findListener(namespace, packet, (registers.sk & SK.given) !== 0)
    : undefined;
  if (listener !== undefined) {
    if (listener.answers === true) sendAnswer(network, ended, listener);
    return;
  }
  if (!isForThisHost(registers) && !isForAnycast(registers)) return;
  sendIcmpError(network, ended, PORT_UNREACHABLE[packet.dst.family]);
}

/** The socket answers from its own address, or from the one that the route back prefers. Source: sendto(2) on an unconnected socket. */
function sendAnswer(network: Network, ended: Ended, listener: Listener): void {
  const { traveller, packet } = ended;
  const { src: to = packet.dst } = packet;
  const { address, port, transparent } = listener;
  const bound = address === undefined || isUnspecified(address) ? undefined : address;
  network.enter({
    namespace: traveller.namespace,
    packet: udp({
      src: bound,
      dst: to,
      sport: port,
      dport: packet.sport,
      // A link-local sender is answered where it is.
      oif: isLinkLocal6(to) ? deviceOf(network.namespace(traveller.namespace), ended) : undefined,
    }),
    cause: 'reply',
    number: undefined,
    path: transparent && bound !== undefined ? 'foreign' : 'whole',
  });
}

/** The socket that a datagram comes to, one that is bound to the address before one for all. @param given - TPROXY gave it to a socket for foreign addresses */
function findListener(namespace: Namespace, packet: Packet, given: boolean): Listener | undefined {
  const { family } = packet.dst;
  const heard = namespace.listeners
    .toArray()
    .filter(({ protocol, transparent }) => protocol === PROTOCOL.udp && (!given || transparent));
  if (given) return heard.find(({ port }) => port === packet.dport) ?? heard[0];
  const onPort = heard.filter(({ port }) => port === packet.dport);
  return (
    onPort.find(({ address }) => address !== undefined && sameAddress(address, packet.dst)) ??
    onPort.find(({ address }) => isForAll(address, family))
  );
}

/** A socket for `::` takes IPv4 datagrams too. */
function isForAll(address: Address | undefined, family: 4 | 6): boolean {
  return address === undefined || (isUnspecified(address) && address.family >= family);
}
