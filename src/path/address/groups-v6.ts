import type { Address } from '../../address/address.js';
import { parseAddress } from '../../address/address-text.js';
import { makePrefix } from '../../address/prefix.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import { isRouter6 } from '../../namespace/sysctl/sysctl.js';
import { addressIs } from '../../predicate/address-predicate.js';
import { all, any, equals, inRange, not, type Predicate } from '../../predicate/predicate.js';
import { isMulticastOfScope6 } from './address-sets-v6.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import { routeIs } from '../route/route-is.js';

const ALL_NODES = ['ff01::1', 'ff02::1'].map(parseAddress);
const ALL_ROUTERS = [parseAddress('ff02::2')];
/** What only a device joins that becomes a router while it is there. */
const ROUTERS_OF_OTHER_SCOPES = ['ff01::2', 'ff05::2'].map(parseAddress);
/** Prefixes from which no subnet-router address is made. Source: `addrconf_join_anycast`. */
const WITHOUT_ANYCAST = 127;

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

function groupsOf(namespace: Namespace, link: Link): readonly Address[] {
  const router = isRouter6(namespace, link) && link.multicast;
  const own = addressesOf(link, 6);
  const nodes = ALL_NODES.concat(own.map(({ local }) => solicitedNode(local)));
  if (!router) return nodes;
  const anycasts = own
    .filter(({ length }) => length < WITHOUT_ANYCAST)
    .map(({ local, length }) => solicitedNode(makePrefix(local, length).address));
  const others = link.routerGroups6 ? ROUTERS_OF_OTHER_SCOPES : [];
  return nodes.concat(ALL_ROUTERS, others, anycasts);
}

/** Source: RFC 4291 section 2.7.1. */
function solicitedNode({ words }: Address): Address {
  return {
    family: 6,
    words: [0xff020000, 0, 1, (0xff000000 | ((words[3] ?? 0) & 0xffffff)) >>> 0],
  };
}
