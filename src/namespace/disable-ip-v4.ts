import { SCOPE, type Nexthop } from '../fib/route.js';
import { removeRoutes } from './family-tables.js';
import { linkByIndex, type Namespace } from './namespace.js';
import { flushNeighbours } from './neighbours.js';

/**
 * Takes out the IPv4 routes that have no living nexthop any more now that the device is down or without an address, and its
 * neighbours. Error routes have no nexthop and stay. Source: `fib_disable_ip`, `fib_sync_down_dev`.
 *
 * @param force - also the routes of own addresses, whose nexthops otherwise outlive their device's being down
 */
export function disableIp4(namespace: Namespace, index: number, force: boolean): Namespace {
  const dies = (nexthop: Nexthop): boolean =>
    nexthop.dev === index && (force || nexthop.scope !== SCOPE.nowhere);
  const isDead = (nexthop: Nexthop): boolean =>
    dies(nexthop) ||
    (linkByIndex(namespace, nexthop.dev)?.up !== true && nexthop.scope !== SCOPE.nowhere);
  const after = removeRoutes(
    namespace,
    4,
    ({ nexthops }) => nexthops.some(dies) && nexthops.every(isDead),
  );
  return flushNeighbours(after, 4, index, true);
}
