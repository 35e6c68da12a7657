import { routeTypeNumber } from '../../fib/route.js';
import { frameNumber } from '../../packet/frame-type.js';
import { LOOPBACK_INDEX } from '../../path/loopback.js';
import type { Ended } from '../ended.js';

/**
 * Whether a packet's route leads to this host, and not to many. One out of lo does, though no table says so: a socket can be bound to it. Source:
 * `RTCF_LOCAL`, `ip_route_output_key_hash_rcu`.
 */
export function isForThisHost({ routeType, routeDev }: Ended['registers']): boolean {
  if (routeType === routeTypeNumber('local')) return true;
  return routeType === routeTypeNumber('unicast') && routeDev === LOOPBACK_INDEX;
}

/** Whether a packet is for whichever router of a subnet takes it: this host has taken it, and answers few of such packets. Source: `ipv6_anycast_destination`. */
export function isForAnycast({ routeType }: Ended['registers']): boolean {
  return routeType === routeTypeNumber('anycast');
}

/** Whether a packet came in a frame that was not for this host alone, or a rule says so. */
export function isFramedForMany({ frame }: Ended['registers']): boolean {
  return frame !== frameNumber('unicast');
}
