import type { Host } from '../host/host.js';
import type { Packet } from '../packet/packet.js';
import type { BehaviourClass } from './behaviour-class.js';
import { classes } from './classes.js';
import { coveredItems, type CoveredItem, type CoveredItems } from './covered-items.js';
import { Visits } from './visits.js';

/** A class of packets, and how many of the packets are in it. */
export interface CoveredClass {
  readonly of: BehaviourClass;
  readonly packets: number;
}

/** What packets exercise of a host. */
export interface Coverage extends CoveredItems {
  /** How many packets there were. */
  readonly packets: number;
  /** What was written by people and no packet met. */
  readonly unmet: readonly CoveredItem[];
  /** The behaviour classes of the families and directions that the packets have. Worked out when it's asked for, which takes time. */
  readonly classes: readonly CoveredClass[];
}

/**
 * Tells which rules and routes of a host some packets exercise, and which behaviour classes they come from. The packets are sent one after
 * the other: each finds connections and counters as the one before left them. The host stays as it is.
 *
 * @throws RangeError when a packet names a device that the host doesn't have
 *
 * @example
 * ```ts
 * import { Host, udp } from 'nexthop';
 * import { coverage } from 'nexthop/verify';
 * const host = Host.fromCommands(`
 *   ip link set lo up
 *   iptables -A OUTPUT -p udp --dport 53 -j DROP
 *   iptables -A OUTPUT -p tcp --dport 22 -j DROP
 * `);
 * const { unmet } = coverage(host, [udp({ dst: '127.0.0.1', dport: 53 })]);
 * unmet[0]?.written; // 'iptables -A OUTPUT -p tcp --dport 22 -j DROP'
 * ```
 */
export function coverage(host: Host, packets: Iterable<Packet>): Coverage {
  const sent = [...packets];
  const visits = new Visits();
  let { namespace } = host;
  for (const packet of sent) namespace = visits.send(namespace, packet);
  const { chainRules, rules, routes } = coveredItems([host], visits);
  let known: readonly CoveredClass[] | undefined;
  return {
    packets: sent.length,
    chainRules,
    rules,
    routes,
    unmet: [...chainRules, ...rules, ...routes].filter(
      ({ written, met }) => written !== null && met === 0,
    ),
    get classes() {
      return (known ??= coveredClasses(host, sent));
    },
  };
}

/** The classes of the families and directions of some packets, with how many of the packets each has. */
export function coveredClasses(host: Host, packets: readonly Packet[]): readonly CoveredClass[] {
  const ways = new Map(
    packets.map(({ dst: { family }, iif }) => {
      const direction = iif === undefined ? ('sent' as const) : ('received' as const);
      return [`${family} ${direction}`, { family, direction }];
    }),
  );
  return [...ways.values()]
    .flatMap((options) => classes(host, options))
    .map((of) => ({ of, packets: packets.filter((packet) => of.has(packet)).length }));
}
