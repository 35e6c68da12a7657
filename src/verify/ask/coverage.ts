import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import { checkFieldNames } from '../../field-names.js';
import { frozen } from '../../frozen.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import type { Missing } from '../../machine/missing.js';
import type { Packet } from '../../packet/packet.js';
import type { BehaviourClass } from './behaviour-class.js';
import { bounded } from '../engine/bounded.js';
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
  /** What the host lacks, so that this holds for what is simulated only; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/**
 * Returns which rules and routes of a host some packets exercise, and which behaviour classes they come from. The packets are sent one after
 * the other: each finds connections and counters as the one before left them. The host stays as it is.
 *
 * @param options - what it may take; of the classes, too, when they are asked for
 * @throws RangeError when a packet names a device that the host doesn't have
 * @throws GaveUp when the work takes more than it may; what is certain is the coverage of the packets that were sent
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
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
export function coverage(host: Host, packets: Iterable<Packet>, options: Bounds = {}): Coverage {
  checkFieldNames(options, BOUND_NAMES);
  acceptedMissing(host.machine);
  const bound = new Bound(options, 'packets');
  const given = [...packets];
  const visits = new Visits();
  const sent: Packet[] = [];
  const send = (): void => {
    let { namespace } = host;
    for (const packet of given) {
      if (sent.length % PACKETS_A_STEP === 0) bound.step(sent.length, given.length, 'packets');
      namespace = visits.send(namespace, packet);
      sent.push(packet);
    }
  };
  bounded(bound, send, () => coverageOf(host, sent, visits, options));
  return coverageOf(host, sent, visits, options);
}

/** Packets that are sent between two looks at the clock. */
const PACKETS_A_STEP = 64;

function coverageOf(
  host: Host,
  sent: readonly Packet[],
  visits: Visits,
  options: Bounds,
): Coverage {
  const { chainRules, rules, routes } = coveredItems([host], visits);
  let known: readonly CoveredClass[] | undefined;
  return Object.freeze({
    ...carryMissing({}, host.missing),
    packets: sent.length,
    chainRules,
    rules,
    routes,
    unmet: frozen(
      [...chainRules, ...rules, ...routes].filter(
        ({ written, met }) => written !== null && met === 0,
      ),
    ),
    get classes() {
      return (known ??= frozen(coveredClasses(host, sent, options)));
    },
  });
}

/** The classes of the families and directions of some packets, with how many of the packets each has. */
export function coveredClasses(
  host: Host,
  packets: readonly Packet[],
  bounds: Bounds = {},
): readonly CoveredClass[] {
  const ways = new Map(
    packets.map(({ dst: { family }, iif }) => {
      const direction = iif === undefined ? ('sent' as const) : ('received' as const);
      return [`${family} ${direction}`, { family, direction }];
    }),
  );
  return [...ways.values()]
    .flatMap((options) => classes(host, { ...bounds, ...options }))
    .map((of) => ({ of, packets: packets.filter((packet) => of.has(packet)).length }));
}
