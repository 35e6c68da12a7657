import type { Namespace } from '../namespace.js';
import { flushNeighbours } from '../neighbours.js';
import { killNexthops4 } from '../nexthop-events.js';

/**
 * Takes out the IPv4 routes that have no living nexthop any more now that the device is down or without an address, and its
 * neighbours. Error routes have no nexthop and stay. Source: `fib_disable_ip`.
 *
 * @param force - also the routes of own addresses, whose nexthops otherwise outlive their device's being down
 */
export function disableIp4(namespace: Namespace, index: number, force: boolean): Namespace {
  return flushNeighbours(killNexthops4(namespace, index, force), 4, index, true);
}
