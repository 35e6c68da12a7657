import { isUnspecified, type Address } from '../../address/address.js';
import { COMPATIBLE, SIX_TO_FOUR } from '../../address/ipv4-within.js';
import { routeTypeNumber } from '../../fib/route.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { hasEndsAsNeighbours, isMultipoint } from '../../namespace/link-kind/tunnel.js';
import type { Link } from '../../namespace/link.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { ALWAYS, any, equals, type Predicate } from '../../predicate/predicate.js';
import { FALSE, type Node } from '../engine/diagram.js';
import { conditionOf } from '../run/predicate-condition.js';
import { divideBy } from './divide.js';
import type { Outcome, Part } from './outcome.js';
import { targetsOf } from './targets.js';

/**
 * Divides packets by all that decides to which far end a tunnel of IP packets sends them. Those of which each has one of its own are not followed.
 *
 * @returns parts that are each sent to one far end, or to none
 */
export function byFarEnd(outcome: Outcome, part: Part): readonly Node[] {
  const { link } = part;
  const six = ip6TunnelOf(link);
  const isOne = six === undefined ? !isMultipoint(link) : !isUnspecified(six.remote);
  if (isOne) return [part.packets];
  if (hasEndsAsNeighbours(link)) return byNeighbour(outcome, part);
  return [stopAt(outcome, part, ownEnd(link, part.leg.family, part.gateway))];
}

/** What goes to a group of IPv4 goes to that group itself; all other packets go by the entry for their next hop. */
function byNeighbour(outcome: Outcome, part: Part): readonly Node[] {
  const { diagram, machine } = outcome;
  const { namespace, family, learned } = part.leg;
  const isForMany = equals('routeType', routeTypeNumber('multicast'));
  const packets = family === 4 ? stopAt(outcome, part, isForMany) : part.packets;
  const targets = targetsOf({ ...part, machine, namespace, family, learned });
  const named = targets.flatMap(({ when, address }) => (address === undefined ? [] : [when]));
  return divideBy(diagram, [isForMany, ...named], { ...part, packets });
}

/** Stops the packets of which each has a far end of its own; returns the others. */
function stopAt(outcome: Outcome, part: Part, when: Predicate): Node {
  const { diagram } = outcome;
  const { packets, registers, link } = part;
  const own = diagram.and(packets, conditionOf(diagram, when, registers));
  if (own !== FALSE)
    outcome.stop(own, `destinations that are far ends of ${link.kind} device ${link.name}`);
  return diagram.minus(packets, own);
}

/** When the far end of a packet is, or is within, its destination. */
function ownEnd({ kind }: Link, family: 4 | 6, gateway: Address | undefined): Predicate {
  if (kind !== 'sit' || family === 4) {
    const outer = kind === 'ip6tnl' ? 6 : 4;
    return family === outer && gateway?.family !== outer ? ALWAYS : any([]);
  }
  const within = addressIn('dst', SIX_TO_FOUR);
  return gateway === undefined ? any([within, addressIn('dst', COMPATIBLE)]) : within;
}
