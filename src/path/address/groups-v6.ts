import { groupsOf } from '../../namespace/address/groups-v6.js';
import type { Namespace } from '../../namespace/namespace.js';
import { addressIs, isMulticastOfScope6 } from '../../predicate/address-predicate.js';
import { all, any, equals, inRange, not, type Predicate } from '../../predicate/predicate.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import { routeIs } from '../route/route-is.js';

/** The route that was found for a group is to groups: one to everything would have it forwarded. Source: `ip6_rt_init_dst`. */
export const IS_ROUTE_TO_GROUPS6: Predicate = inRange('routePrefixLength', 8, 128);

/** A route whose packets are delivered whatever group they are for: membership isn't asked. Source: `ip6_rt_init_dst`. */
export const IS_LOCAL_ROUTE6: Predicate = routeIs('local', 'anycast');

/**
 * A route over lo that isn't local leads nowhere, but one to groups of the interface itself, which count as loopback. Source: `fib6_is_reject`,
 * `ipv6_scope2type`.
 */
export const IS_DEAD_END6: Predicate = all([
  equals('routeDev', LOOPBACK_INDEX),
  not(IS_LOCAL_ROUTE6),
  not(all([isMulticastOfScope6('dst', 1), inRange('routePrefixLength', 16, 128)])),
]);

/** The destination is a group that the kernel has joined on the device of a register. Source: RFC 4291 section 2.8, `ipv6_add_dev`, `dev_forward_change`. */
export function isJoinedGroup6(namespace: Namespace, device: 'iif' | 'routeDev'): Predicate {
  return any(
    namespace.links
      .toArray()
      .map((link) =>
        all([
          equals(device, link.index),
          any(groupsOf(namespace, link).map((group) => addressIs('dst', group))),
        ]),
      ),
  );
}
