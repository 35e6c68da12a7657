import { sameAddress, type Address } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import { isLoopback } from '../../address/address-class.js';
import { makePrefix, type Prefix } from '../../address/prefix.js';
import { answered6 } from '../../journey/ethernet/answers.js';
import { stationsBehind, type Station } from '../../journey/ethernet/stations.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { proxiesArp, proxiesArpPvlan } from '../../namespace/sysctl/arp-sysctl.js';
import { forwarding, routeLocalnet } from '../../namespace/sysctl/sysctl.js';
import { isMulticast } from '../../path/address/address-sets-v4.js';
import { isMulticast6 } from '../../path/address/address-sets-v6.js';
import { addressIn, addressIs } from '../../predicate/address-predicate.js';
import { ALWAYS, NEVER, type Predicate } from '../../predicate/predicate.js';
import type { Link } from '../../namespace/link.js';
import type { Node } from '../engine/diagram.js';
import type { Registers } from '../packets/packet-space.js';
import type { Learned } from './leg.js';

/** What is handed to a device. */
export interface Leaving {
  readonly machine: Machine;
  readonly namespace: string;
  readonly link: Link;
  readonly family: Family;
  readonly packets: Node;
  readonly registers: Registers;
  /** Undefined: the destination itself is on the link. */
  readonly gateway: Address | undefined;
  /** What was learned on the way here. */
  readonly learned: readonly Learned[];
}

/** Next hops on a link that are one address, or of one kind. */
export interface Target {
  readonly when: Predicate;
  readonly address?: Address;
  /** Link-layer address that was learned on the way; that which is found for packets that set out must be the same. */
  readonly learned?: string;
  /** Why what is found of them isn't known; absent when it is. */
  readonly what?: string;
}

/**
 * The next hops of which somebody on a link or the host itself knows: by an address, by a neighbour entry, or since it was learned on the way. All
 * others are alike.
 */
export function targetsOf(leaving: Leaving): readonly Target[] {
  const { family, gateway, link } = leaving;
  const taught = learnedHere(leaving);
  if (gateway !== undefined) return taught;
  const stations = stationsBehind(leaving.machine, {
    namespace: leaving.namespace,
    index: link.index,
  });
  const answered = stations.flatMap((station) => answeredBy(leaving, station));
  return [
    ...taught,
    ...neighboursOf(leaving)
      .concat(answered.flatMap(hostOf))
      .map((address) => ({ when: addressIs('dst', address), address })),
    { when: family === 4 ? isMulticast('dst') : isMulticast6('dst') },
    ...answered
      .filter((prefix) => hostOf(prefix).length === 0)
      .map((prefix) => ({
        when: addressIn('dst', prefix),
        what: `who answers for all of a network on the link of ${link.name}`,
      })),
    ...(stations.some((station) => isProxy(leaving, station))
      ? [{ when: ALWAYS, what: `for whom a proxy answers on the link of ${link.name}` }]
      : []),
  ];
}

/** Whether a host answers ARP for what it sends on. */
function isProxy({ machine, family }: Leaving, { place, link }: Station): boolean {
  const namespace = namespaceOf(machine, place.namespace);
  const proxies = proxiesArp(namespace, link) || proxiesArpPvlan(namespace, link);
  return family === 4 && proxies && forwarding(namespace, link);
}

/** Why next hops are not known that a device has learned itself. */
export function learnedBy({ name }: Link): string {
  return `what ${name} has learned of its neighbours on the way`;
}

/** What the device has learned on the way is no longer what it is to packets that set out. */
function learnedHere({ learned, namespace, link, family, gateway }: Leaving): readonly Target[] {
  return learned.flatMap(({ place, address, lladdr }): readonly Target[] => {
    if (place.namespace !== namespace || place.index !== link.index) return [];
    if (address === undefined) return [{ when: ALWAYS, what: learnedBy(link) }];
    if (address.family !== family) return [];
    const target = { address, learned: lladdr };
    if (gateway === undefined) return [{ when: addressIs('dst', address), ...target }];
    return [{ when: sameAddress(gateway, address) ? ALWAYS : NEVER, ...target }];
  });
}

function neighboursOf({ machine, namespace, link, family }: Leaving): readonly Address[] {
  return namespaceOf(machine, namespace)
    .neighbours.toArray()
    .filter(({ dev, address }) => dev === link.index && address.family === family)
    .map(({ address }) => address);
}

/** The addresses for which a host may answer: of IPv4 what it has by any routing table, of IPv6 what its device answers for itself; and its proxy entries. */
function answeredBy({ machine, family }: Leaving, { place, link }: Station): readonly Prefix[] {
  const namespace = namespaceOf(machine, place.namespace);
  const found: Prefix[] = namespace.neighbours
    .toArray()
    .filter(({ proxy, address }) => proxy && address.family === family)
    .map(({ address }) => makePrefix(address, addressBits(family)));
  if (family === 6) {
    return found.concat(answered6(namespace, link).map((own) => makePrefix(own, 128)));
  }
  for (const table of namespace.v4.tables.values()) {
    for (const routes of table.routes.values()) {
      for (const { type, dst } of routes) if (type === 'local') found.push(dst);
    }
  }
  // Nobody takes a packet to 127.0.0.0/8 from a link, unless `route_localnet` is set.
  return found.filter(({ address }) => !isLoopback(address) || routeLocalnet(namespace, link));
}

function hostOf({ address, length }: Prefix): readonly Address[] {
  return length === addressBits(address.family) ? [address] : [];
}
