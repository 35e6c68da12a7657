import type { Address } from '../../address/address.js';
import { isLinkLocal6 } from '../../address/address-class.js';
import { tupleOf } from '../../evaluate/connection-tracker.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import { linkByName, type Namespace } from '../../namespace/namespace.js';
import { errorsFromInbound, fwmarkReflect } from '../../namespace/sysctl/answer-sysctl.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { IcmpError } from '../../program/ending.js';
import { domainOf } from './domain.js';
import type { Ended } from '../ended.js';
import { isForThisHost } from './for-this-host.js';
import type { Network } from '../network.js';

/**
 * Sends an ICMP error about a packet. It is a packet of this host: routed anew, with the mark of the other only where marks are reflected, and from
 * the address that was asked when that is one of the host, else from the one that its own route prefers. Source: `__icmp_send`, `icmp6_send`.
 */
export function sendIcmpError(
  network: Network,
  ended: Ended,
  error: IcmpError,
  betterNexthop?: Address,
): void {
  const { traveller, packet, registers, tracked } = ended;
  const { src: dst } = packet;
  // Nothing reports what becomes of a report.
  if (dst === undefined || traveller.quote !== undefined) return;
  const namespace = network.namespace(traveller.namespace);
  const { family } = dst;
  const onLink = isLinkLocal6(dst) ? packet.iif : undefined;
  network.enter({
    namespace: traveller.namespace,
    packet: makePacket({
      src: sourceOf(namespace, ended),
      dst,
      protocol: family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6,
      icmpType: error.type,
      icmpCode: error.code,
      tos: family === 4 ? INTERNETWORK_CONTROL | (packet.tos & TOS_BITS) : 0,
      mark: fwmarkReflect(namespace, family) ? packet.mark : 0,
      oif: onLink ?? domainOf(namespace, ended),
    }),
    cause: 'icmp-error',
    number: undefined,
    socketless: true,
    quote: tupleOf(registers, family),
    attached: tracked && { ...tracked, reply: !tracked.reply },
    ...(betterNexthop === undefined ? {} : { betterNexthop }),
  });
}

/** Source: `IPTOS_PREC_INTERNETCONTROL`, `IPTOS_RT_MASK`. */
const INTERNETWORK_CONTROL = 0xc0;
const TOS_BITS = 0x1e;

/** The source that is known before the error is routed; undefined when its route is to choose it. Source: `icmp_send`, `inet_select_addr`. */
function sourceOf(namespace: Namespace, { packet, registers }: Ended): Address | undefined {
  if (isForThisHost(registers)) return packet.dst;
  if (packet.iif === undefined || packet.dst.family === 6 || !errorsFromInbound(namespace)) {
    return undefined;
  }
  const link = linkByName(namespace, packet.iif);
  const { src } = packet;
  const own = link === undefined ? [] : addressesOf(link, 4).filter(({ secondary }) => !secondary);
  const near = src && own.find(({ peer, length }) => prefixContains(makePrefix(peer, length), src));
  return (near ?? own[0])?.local;
}
