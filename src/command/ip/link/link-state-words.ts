import type { Link } from '../../../namespace/link.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';

/** The operational state of a device, in the words of `ip link`. Source: RFC 2863; `default_operstate` of the kernel. */
export function operState(link: Link): string {
  if (!link.up) return 'DOWN';
  if (!link.carrierKnown) return 'UNKNOWN';
  if (link.carrier) return 'UP';
  return link.lowerLayerDown ? 'LOWERLAYERDOWN' : 'DOWN';
}

/** The flags of a device, in the words and the order of `ip link`. Source: `print_link_flags` of iproute2. */
export function linkFlags(link: Link): readonly string[] {
  const { flags: ofKind } = traitsOf(link.kind);
  const flags: readonly (readonly [on: boolean, name: string])[] = [
    [link.up && !link.carrier, 'NO-CARRIER'],
    [ofKind.includes('LOOPBACK'), 'LOOPBACK'],
    [link.broadcast, 'BROADCAST'],
    [link.pointToPoint, 'POINTOPOINT'],
    [link.multicast, 'MULTICAST'],
    [!link.arp, 'NOARP'],
    [link.allmulticast, 'ALLMULTI'],
    [link.promisc, 'PROMISC'],
    [ofKind.includes('MASTER'), 'MASTER'],
    [link.permanentLladdr !== undefined, 'SLAVE'],
    [link.dynamic, 'DYNAMIC'],
    [link.up, 'UP'],
    [link.up && link.carrier, 'LOWER_UP'],
  ];
  return flags.flatMap(([on, name]) => (on ? [name] : []));
}

/** The queueing discipline of a device: none before it is up for the first time. Those with a queue get the default one, those with several one for each. Source: `attach_default_qdiscs`. */
export function queueingDiscipline(link: Link): string {
  if (!link.started) return 'noop';
  const { qdisc, queuesOf } = traitsOf(link.kind);
  return qdisc !== 'noqueue' && queuesOf(link) > 1 ? 'mq' : qdisc;
}
