import { isMulticastOfScope6 } from '../predicate/address-predicate.js';
import { errno, type ErrnoName } from '../errno.js';
import { routeTypeNumber } from '../fib/route.js';
import { forwarding6 } from '../namespace/sysctl/sysctl.js';
import { domainsOf } from '../namespace/vrf.js';
import { copy, set } from '../predicate/assignment.js';
import { all, any, equals, not, same } from '../predicate/predicate.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import {
  isLinkLocal6,
  isLoopback6,
  isMulticast6,
  isUnspecified6,
  needsStrict,
} from './address/address-sets-v6.js';
import { deviceWhere } from './device.js';
import { isPortOf } from './domain.js';
import { dissectedKey, packetKey } from './route/flow-key.js';
import {
  IS_DEAD_END6,
  IS_LOCAL_ROUTE6,
  IS_ROUTE_TO_GROUPS6,
  isJoinedGroup6,
} from './address/groups-v6.js';
import { staysOrElse, type InputRoute } from './input-route-v4.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { refuse } from './refuse.js';
import { routeIs } from './route/route-is.js';
import { FOUND } from './route/rpdb-walk.js';

const MARTIAN_SOURCE: Place = { kind: 'martian-source' };
const MARTIAN_DESTINATION: Place = { kind: 'martian-destination' };
const LOOKUP: Place = { kind: 'lookup', purpose: 'input' };

/** ICMPv6 destination unreachable. */
const UNREACHABLE = 1;
const NOT_A_NEIGHBOUR = 2;

/** The code of the ICMPv6 error, by the error of the lookup. A blackhole is silent. Source: `ip6_rt_init_dst_reject`. */
const CODES: readonly (readonly [ErrnoName, number])[] = [
  ['EHOSTUNREACH', 0],
  ['ENETUNREACH', 0],
  ['EACCES', 1],
];

/** The route of a received IPv6 packet: sources aren't checked but for what can't be one. Source: `ip6_route_input`, `ip6_forward`. */
export function lowerInputRoute6(lowering: Lowering, route: InputRoute): StepId {
  const { builder, namespace } = lowering;
  const joined = builder.assign([set('routeType', routeTypeNumber('multicast'))], route.deliver);
  const group = builder.test(
    isJoinedGroup6(namespace, 'iif'),
    joined,
    builder.failed('group', builder.drop(MARTIAN_DESTINATION)),
  );
  // A route to everything is none to a group: the packet would be forwarded, which multicast frames are not.
  const forwarded = lowerForwarding(
    lowering,
    builder.failed('group-frame', builder.drop({ kind: 'group-frame' })),
  );
  const wired = builder.test(IS_ROUTE_TO_GROUPS6, group, forwarded);
  const deadEnd = builder.failed('dead-end', builder.drop(LOOKUP));
  const onward = builder.test(IS_DEAD_END6, deadEnd, wired);
  const routed = builder.test(IS_LOCAL_ROUTE6, route.deliver, onward);
  const looked = (found: StepId): StepId =>
    lowerInputLookup6(lowering, route.rpdb, found, (lookup) => lowerVrfInput(lowering, lookup));
  const toGroup = looked(builder.test(FOUND, routed, builder.drop(LOOKUP)));
  return builder.assign(
    [set('flowUid', 0)],
    builder.test(isMulticast6('dst'), toGroup, looked(lowerResult(lowering, route))),
  );
}

/** What a VRF has received by one of its ports comes in by the VRF, for rules too; groups and addresses of a link are asked for by the port. Source: `vrf_ip6_rcv`. */
function lowerVrfInput({ builder, namespace }: Lowering, lookup: StepId): StepId {
  return domainsOf(namespace).reduce((otherwise, { vrf }) => {
    const received = builder.assign([set('flowIif', vrf.index)], lookup);
    return builder.test(isPortOf(namespace, 'iif', vrf), received, otherwise);
  }, lookup);
}

/**
 * The lookup for the packet in the registers and nothing else: all that a query makes. Source: `ip6_route_input_lookup`.
 *
 * @param prepare - what is done to its key before
 */
export function lowerInputLookup6(
  lowering: Lowering,
  rpdb: StepId,
  looked: StepId,
  prepare: (lookup: StepId) => StepId = (lookup) => lookup,
): StepId {
  const { builder } = lowering;
  const lookup = builder.lookup(rpdb, looked, 'input');
  const strict = (value: 0 | 1): StepId => builder.assign([set('flowStrict', value)], lookup);
  return builder.assign(
    [
      ...packetKey(6),
      copy('flowIif', 'iif'),
      set('flowOif', 0),
      copy('flowDev', 'iif'),
      set('direct', 0),
      ...dissectedKey(lowering),
      copy('flowProtocol', 'protocol'),
    ],
    builder.test(needsStrict('dst'), strict(1), prepare(strict(0))),
  );
}

/** What no packet, or none from a wire, can have as an address is dropped before PREROUTING. Source: `ip6_rcv_core`. */
export function lowerArrival6({ builder }: Lowering, next: StepId): StepId {
  const fromWire = not(equals('iif', LOOPBACK_INDEX));
  const source = any([isMulticast6('src'), all([fromWire, isLoopback6('src')])]);
  const destination = any([
    isMulticastOfScope6('dst', 0),
    all([fromWire, any([isLoopback6('dst'), isMulticastOfScope6('dst', 1)])]),
  ]);
  return builder.test(
    source,
    builder.failed('source-address', builder.drop(MARTIAN_SOURCE)),
    builder.test(
      destination,
      builder.failed('destination-address', builder.drop(MARTIAN_DESTINATION)),
      next,
    ),
  );
}

/** A source that is of no use to other hosts is not forwarded, but for a packet that leaves by the device of its arrival. Source: `ip6_forward`. */
export function lowerForwardable6(lowering: Lowering, next: StepId): StepId {
  const { builder } = lowering;
  const neighbourOnly = refuse(lowering, {
    at: MARTIAN_SOURCE,
    answer: { type: UNREACHABLE, code: NOT_A_NEIGHBOUR },
  });
  const checked = builder.test(
    any([isUnspecified6('src'), isLoopback6('src')]),
    builder.failed('source-address', builder.drop(MARTIAN_SOURCE)),
    builder.test(isLinkLocal6('src'), builder.failed('source-address', neighbourOnly), next),
  );
  return builder.test(same('iif', 'routeDev'), next, checked);
}

function lowerResult(lowering: Lowering, route: InputRoute): StepId {
  const { builder } = lowering;
  // What a bridge has is dropped while it is a frame, which nobody learns of. Source: `br_nf_pre_routing_finish_ipv6`.
  const refused = (code: number): StepId =>
    route.stays === undefined
      ? refuse(lowering, { at: LOOKUP, answer: { type: UNREACHABLE, code } })
      : builder.drop(LOOKUP);
  // Whoever doesn't forward reports a dead end all the same. Source: `fib6_is_reject`, `ip6_pkt_discard`.
  const deadEnd = refused(0);
  const onward = builder.test(
    equals('routeDev', LOOPBACK_INDEX),
    builder.failed('dead-end', deadEnd),
    staysOrElse(lowering, route, lowerForwarding(lowering, route.forward)),
  );
  const found = builder.test(routeIs('local', 'anycast'), route.deliver, onward);
  const failed = CODES.reduce(
    (otherwise, [name, code]) =>
      builder.test(equals('routeError', errno(name).number), refused(code), otherwise),
    builder.drop(LOOKUP),
  );
  return builder.test(FOUND, found, failed);
}

/** What isn't for this host, a device that forwards passes on. */
export function lowerForwarding({ builder, namespace }: Lowering, forward: StepId): StepId {
  return builder.check('forwarding', {
    when: deviceWhere(namespace, 'iif', (link) => forwarding6(namespace, link)),
    passes: forward,
    fails: builder.drop({ kind: 'forwarding' }),
  });
}
