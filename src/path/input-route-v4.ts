import { errno, type ErrnoName } from '../errno.js';
import { routeTypeNumber } from '../fib/route.js';
import { forwarding, routeLocalnet } from '../namespace/sysctl/sysctl.js';
import { copy, set } from '../predicate/assignment.js';
import { addressIs } from '../predicate/address-predicate.js';
import { all, any, equals, not, same } from '../predicate/predicate.js';
import type { IcmpError } from '../program/ending.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import {
  ALL_HOSTS,
  isLimitedBroadcast,
  isLoopback,
  isMulticast,
  isZero,
} from './address/address-sets-v4.js';
import { deviceWhere } from './device.js';
import { dissectedKey, packetKey } from './route/flow-key.js';
import type { Lowering } from './lowering.js';
import { lowerNexthopChoice } from './route/nexthop-choice.js';
import { refuse } from './refuse.js';
import { routeIs } from './route/route-is.js';
import { FOUND } from './route/rpdb-walk.js';
import { lowerSourceCheck } from './address/source-check-v4.js';

/** Where the input route leads. */
export interface InputRoute {
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** The packet is for this host; `routeType` says local, broadcast or multicast. */
  readonly deliver: StepId;
  /** The packet goes on by `routeDev`. */
  readonly forward: StepId;
  /** A bridge has a frame whose destination has changed, and keeps what its route leads back to it. */
  readonly stays?: StepId;
}

const MARTIAN_SOURCE: Place = { kind: 'martian-source' };
const MARTIAN_DESTINATION: Place = { kind: 'martian-destination' };
const LOOKUP: Place = { kind: 'lookup', purpose: 'input' };

/** ICMP destination unreachable, by the error of the lookup. The rest is dropped silently. Source: `ip_error`. */
const UNREACHABLE_CODES: readonly (readonly [ErrnoName, number])[] = [
  ['EHOSTUNREACH', 1],
  ['ENETUNREACH', 0],
  ['EACCES', 13],
];

/**
 * The route of a received packet: address checks, the policy database, the source check. Source: `ip_route_input_rcu`, `ip_route_input_slow`,
 * `__mkroute_input`.
 */
export function lowerInputRoute4(lowering: Lowering, route: InputRoute): StepId {
  const { builder, namespace } = lowering;
  const martianSource = builder.failed('source-address', builder.drop(MARTIAN_SOURCE));
  const martianDestination = lowerMartianDestination(lowering);
  const result = lowerResult(lowering, route);
  const lookup = builder.assign(
    [
      ...packetKey(4),
      copy('flowIif', 'iif'),
      set('flowOif', 0),
      set('flowUid', 0),
      set('direct', 0),
      ...dissectedKey(lowering),
    ],
    builder.lookup(route.rpdb, result, 'input'),
  );
  const localnet = deviceWhere(namespace, 'iif', (link) => routeLocalnet(namespace, link));
  const strayLoopback = all([not(localnet), isLoopback('src')]);
  const checked = builder.test(
    all([not(localnet), isLoopback('dst')]),
    martianDestination,
    builder.test(all([strayLoopback, not(isLoopback('dst'))]), martianSource, lookup),
  );
  const unspecified = builder.test(
    isZero('src'),
    martianSource,
    builder.test(isZero('dst'), martianDestination, checked),
  );
  const broadcast = lowerWithoutRoute(lowering, route, 'broadcast');
  const toAll = any([isLimitedBroadcast('dst'), all([isZero('src'), isZero('dst')])]);
  const unicast = builder.test(
    any([isMulticast('src'), isLimitedBroadcast('src')]),
    martianSource,
    builder.test(toAll, broadcast, unspecified),
  );
  // A question can come from a device that is down, where a packet can't.
  const joined = deviceWhere(namespace, 'iif', (link) => link.up);
  const group = builder.test(
    any([isMulticast('src'), isLimitedBroadcast('src'), strayLoopback]),
    martianSource,
    lowerWithoutRoute(lowering, route, 'multicast'),
  );
  return builder.test(
    isMulticast('dst'),
    builder.test(
      all([addressIs('dst', ALL_HOSTS), joined]),
      group,
      builder.failed('group', builder.drop(MARTIAN_DESTINATION)),
    ),
    unicast,
  );
}

/** What a bridge keeps, and what goes on. Source: `br_nf_pre_routing_finish`. */
export function staysOrElse({ builder }: Lowering, { stays }: InputRoute, onward: StepId): StepId {
  return stays === undefined ? onward : builder.test(same('routeDev', 'iif'), stays, onward);
}

function lowerMartianDestination({ builder }: Lowering): StepId {
  return builder.failed('destination-address', builder.drop(MARTIAN_DESTINATION));
}

/** What follows from what the policy database gave. */
function lowerResult(lowering: Lowering, route: InputRoute): StepId {
  const { builder, namespace } = lowering;
  const forwards = deviceWhere(namespace, 'iif', (link) => forwarding(namespace, link));
  const forward = lowerSourceCheck(lowering, {
    rpdb: route.rpdb,
    towards: 'routeDev',
    destination: 'dst',
    passed: staysOrElse(lowering, route, route.forward),
  });
  const chosen = lowerNexthopChoice(lowering, 'input', forward);
  const unicast = builder.test(routeIs('unicast'), chosen, lowerMartianDestination(lowering));
  const unwilling = builder.drop({ kind: 'forwarding' });
  const notLocal = builder.check('forwarding', {
    when: forwards,
    passes: unicast,
    fails: unwilling,
  });
  const local = lowerSourceCheck(lowering, {
    rpdb: route.rpdb,
    towards: 'lo',
    destination: 'dst',
    passed: route.deliver,
  });
  const found = builder.test(
    routeIs('broadcast'),
    lowerWithoutRoute(lowering, route, 'broadcast'),
    builder.test(routeIs('local'), local, notLocal),
  );
  const silent = builder.drop(LOOKUP);
  const refused = UNREACHABLE_CODES.reduce(
    (otherwise, [name, code]) =>
      builder.test(
        equals('routeError', errno(name).number),
        refuse(lowering, { at: LOOKUP, answer: unreachable(code) }),
        otherwise,
      ),
    silent,
  );
  // Without forwarding any failure is reported as the host's unwillingness.
  const failed = builder.check('forwarding', { when: forwards, passes: refused, fails: unwilling });
  return builder.test(FOUND, found, failed);
}

function unreachable(code: number): IcmpError {
  return { type: 3, code };
}

/** Delivered to this host as one of several; a source of 0.0.0.0 is not checked. Source: `ip_mc_validate_source` for groups. */
function lowerWithoutRoute(
  lowering: Lowering,
  route: InputRoute,
  type: 'broadcast' | 'multicast',
): StepId {
  const { builder } = lowering;
  const deliver = builder.assign(
    [set('routeType', routeTypeNumber(type)), set('routeError', 0)],
    route.deliver,
  );
  const checked = lowerSourceCheck(lowering, {
    rpdb: route.rpdb,
    towards: 'lo',
    destination: 'zero',
    passed: deliver,
  });
  return builder.test(isZero('src'), deliver, checked);
}
