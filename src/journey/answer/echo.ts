import {
  answersEcho,
  fwmarkReflect,
  repliesFromAnycast,
  type Asked,
} from '../../namespace/sysctl/answer-sysctl.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { deviceOf, domainOf, pathOfAnswer } from './domain.js';
import type { Ended } from '../ended.js';
import { isForAnycast, isForThisHost } from './for-this-host.js';
import type { Network } from '../network.js';

/** The types of echo request and reply. Source: RFC 792, RFC 4443. */
export const ECHO = {
  [PROTOCOL.icmp]: { request: 8, reply: 0 },
  [PROTOCOL.icmpv6]: { request: 128, reply: 129 },
} as const;

/**
 * Answers an echo request, from the address that it was for, with its TOS; in IPv6 by the device of the request, if a route leads there. Source: `icmp_reply`,
 * `icmpv6_echo_reply`.
 */
export function answerEcho(network: Network, ended: Ended): void {
  const { traveller, packet, registers } = ended;
  const { src, dst, protocol, icmpId, tos, mark } = packet;
  if (src === undefined) return;
  const namespace = network.namespace(traveller.namespace);
  const { family } = dst;
  const asked = askedBy(registers);
  if (!answersEcho(namespace, family, asked)) return;
  const isFromAsked = asked === 'this' || (asked === 'anycast' && repliesFromAnycast(namespace));
  network.enter({
    namespace: traveller.namespace,
    packet: makePacket({
      src: isFromAsked ? dst : undefined,
      dst: src,
      protocol,
      icmpType: family === 4 ? ECHO[PROTOCOL.icmp].reply : ECHO[PROTOCOL.icmpv6].reply,
      icmpId,
      tos,
      mark: fwmarkReflect(namespace, family) ? mark : 0,
      oif: family === 4 ? domainOf(namespace, ended) : deviceOf(namespace, ended),
    }),
    cause: 'reply',
    number: undefined,
    path: pathOfAnswer(namespace, dst),
    socketless: true,
    kernelSocket: true,
  });
}

function askedBy(registers: Ended['registers']): Asked {
  if (isForThisHost(registers)) return 'this';
  return isForAnycast(registers) ? 'anycast' : 'many';
}
