import { unspecifiedAddress, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { routeTypeNumber } from '../../fib/route.js';
import { askerOf, resolve } from '../../journey/ethernet/resolve.js';
import { stationsBehind } from '../../journey/ethernet/stations.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { namespaceOf } from '../../machine/machine.js';
import { addressIs } from '../../predicate/address-predicate.js';
import { equals, type Predicate } from '../../predicate/predicate.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { conditionOf } from '../run/predicate-condition.js';
import type { Learned } from './leg.js';
import { Probe } from './probe.js';
import { learnedBy, targetsOf, type Target, type Leaving } from './targets.js';

/** Packets whose next hop a device finds alike: by the same link-layer address, or not at all. */
export interface NextHops {
  readonly packets: Node;
  /** What the devices on the link learn of who asks. */
  readonly learned: readonly Learned[];
  /** Why it isn't known; undefined when it is. */
  readonly what?: string | undefined;
  /** It is known by some address all the same, so that packets leave. */
  readonly isThere?: true;
}

/**
 * Divides packets by all that `resolve` looks at: whom they are for on the link, whether the host has their source, and the type of their route.
 */
export function nextHopsOf(diagram: Diagram, leaving: Leaving): readonly NextHops[] {
  const { link, family, machine, namespace, gateway } = leaving;
  const part = (when: Predicate): Node => conditionOf(diagram, when, leaving.registers);
  const types = TYPES.map((type) => [part(equals('routeType', type)), undefined] as const);
  const targets = targetsOf(leaving).map((target) => [part(target.when), target] as const);
  const sources = ownAddresses(leaving).map(
    (address) => [part(addressIs('src', address)), address] as const,
  );
  const stations = stationsBehind(machine, { namespace, index: link.index });
  return divide<undefined>(diagram, leaving.packets, types)
    .flatMap(([typed]) => divide<Target>(diagram, typed, targets))
    .flatMap(([there, target]): readonly NextHops[] => {
      if (target?.what !== undefined) return [{ packets: there, learned: [], what: target.what }];
      const nexthop = gateway ?? target?.address;
      return divide<Address>(diagram, there, sources).map(([packets, source]) => {
        if (!link.arp || nexthop === undefined) return { packets, learned: [] };
        const address = source ?? askerFor(family, leaving, nexthop);
        const { lladdr } = link;
        const learned = stations.map(({ place }) => ({ place, address, lladdr }));
        const isKnown =
          target?.learned === undefined || target.learned === askedFor(leaving, nexthop, source);
        return isKnown
          ? { packets, learned }
          : { packets, learned, what: learnedBy(link), isThere: true };
      });
    });
}

/** The link-layer address that a device finds for a next hop of which it knows nothing yet; undefined when nobody answers. */
function askedFor(
  { machine, namespace, link, family }: Leaving,
  nexthop: Address,
  src: Address = unspecifiedAddress(family),
): string | null | undefined {
  const packet = makePacket({ src, dst: nexthop, protocol: PROTOCOL.udp });
  const traveller = { namespace, packet, cause: 'sent', number: 0 } as const;
  const routeType = routeTypeNumber('unicast');
  const found = resolve(new Probe(machine), { traveller, link, nexthop, routeType });
  return found.kind === 'known' ? found.lladdr : undefined;
}

/** The types of routes whose packets are resolved in a way of their own. */
const TYPES = (['multicast', 'broadcast'] as const).map(routeTypeNumber);

/** From which address a host asks that doesn't have the packet's source; undefined when it is that of the packet all the same. */
function askerFor(
  family: Family,
  { machine, namespace, link }: Leaving,
  nexthop: Address,
): Address | undefined {
  return family === 6 ? undefined : askerOf(namespaceOf(machine, namespace), link, nexthop, NOBODY);
}

const NOBODY = unspecifiedAddress(4);

function ownAddresses({ machine, namespace, family }: Leaving): readonly Address[] {
  return namespaceOf(machine, namespace)
    .links.toArray()
    .flatMap(({ addresses }) => addresses.map(({ local }) => local))
    .filter((address) => address.family === family);
}

/** Packets by the first of some conditions that they meet, and those that meet none. */
function divide<Of>(
  diagram: Diagram,
  packets: Node,
  parts: readonly (readonly [condition: Node, of: Of])[],
): readonly (readonly [Node, Of | undefined])[] {
  const found: (readonly [Node, Of | undefined])[] = [];
  let left = packets;
  for (const [condition, of] of parts) {
    const here = diagram.and(left, condition);
    if (here === FALSE) continue;
    found.push([here, of]);
    left = diagram.minus(left, here);
  }
  return left === FALSE ? found : [...found, [left, undefined]];
}
