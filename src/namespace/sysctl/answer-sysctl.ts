import type { Family } from '../../address/family.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Namespace } from '../namespace.js';
import { readSysctl } from './sysctl.js';

function isOn(namespace: Namespace, name: string): boolean {
  return Number(readSysctl(namespace, name)) !== 0;
}

/** Whether resets, echo replies and ICMP errors have the mark of what they answer. Source: `IP4_REPLY_MARK`, `IP6_REPLY_MARK`. */
export function fwmarkReflect(namespace: Namespace, family: Family): boolean {
  return isOn(namespace, `net.ipv${family}.fwmark_reflect`);
}

/** Whether a TCP connection that is accepted has the mark of its SYN, in both families. Source: `inet_request_mark`. */
export function tcpFwmarkAccept(namespace: Namespace): boolean {
  return isOn(namespace, 'net.ipv4.tcp_fwmark_accept');
}

/** Whether a SYN,ACK has the TOS of its SYN. Source: `tcp_v4_send_synack`. */
export function tcpReflectTos(namespace: Namespace): boolean {
  return isOn(namespace, 'net.ipv4.tcp_reflect_tos');
}

/** Whether ICMP errors about what was forwarded come from the device by which it came. Source: `__icmp_send`. */
export function errorsFromInbound(namespace: Namespace): boolean {
  return isOn(namespace, 'net.ipv4.icmp_errors_use_inbound_ifaddr');
}

/** Whether echo requests are answered, to one host or to many. Source: `icmp_echo`, `icmpv6_rcv`, `icmpv6_echo_reply`. */
export function answersEcho(namespace: Namespace, family: Family, asked: Asked): boolean {
  const [all, ignored] =
    family === 4
      ? ['net.ipv4.icmp_echo_ignore_all', IGNORED_4[asked]]
      : ['net.ipv6.icmp.echo_ignore_all', IGNORED_6[asked]];
  return !isOn(namespace, all) && (ignored === undefined || !isOn(namespace, ignored));
}

/** Who is asked: this host, whichever router of a subnet, or many. */
export type Asked = 'this' | 'anycast' | 'many';

const IGNORED_4: Readonly<Record<Asked, string | undefined>> = {
  this: undefined,
  anycast: undefined,
  many: 'net.ipv4.icmp_echo_ignore_broadcasts',
};

const IGNORED_6: Readonly<Record<Asked, string | undefined>> = {
  this: undefined,
  anycast: 'net.ipv6.icmp.echo_ignore_anycast',
  many: 'net.ipv6.icmp.echo_ignore_multicast',
};

/** Whether an echo reply has as its source the anycast address that was asked. Source: `icmpv6_echo_reply`. */
export function repliesFromAnycast(namespace: Namespace): boolean {
  return isOn(namespace, 'net.ipv6.anycast_src_echo_reply');
}

/** Whether sockets that are bound to no device take what comes in by a VRF. Source: `inet_sk_bound_dev_eq`, `udp_sk_bound_dev_eq`. */
export function acceptsInDomains(namespace: Namespace, protocol: number): boolean {
  return isOn(
    namespace,
    protocol === PROTOCOL.tcp ? 'net.ipv4.tcp_l3mdev_accept' : 'net.ipv4.udp_l3mdev_accept',
  );
}
