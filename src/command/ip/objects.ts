import { addressObject } from './address/address.js';
import type { IpObject } from './ip-context.js';
import { linkObject } from './link/link.js';
import { neighObject } from './neigh/neigh.js';
import { netnsObject } from './netns/netns.js';
import { nexthopObject } from './nexthop/nexthop.js';
import { routeObject } from './route/route.js';
import { ruleObject } from './rule/rule.js';
import { tunnelObject } from './tunnel/tunnel.js';
import { tuntapObject } from './tuntap/tuntap.js';
import { vrfObject } from './vrf/vrf.js';
import type { IP_UNSIMULATED } from './unsimulated.js';

/** An object that Linux has and is refused by name. */
type UnsimulatedObject = (typeof IP_UNSIMULATED)['objects'][number] extends `ip ${infer Object}`
  ? Object
  : never;

/**
 * The objects of `ip` in the order in which it tries them: the first that a word abbreviates is meant. Undefined for those that Linux
 * has and nexthop doesn't simulate.
 */
export const OBJECTS: readonly (
  readonly [name: string, object: IpObject] | readonly [name: UnsimulatedObject, object: undefined]
)[] = [
  ['address', addressObject],
  ['addrlabel', undefined],
  ['maddress', undefined],
  ['route', routeObject],
  ['rule', ruleObject],
  ['neighbor', neighObject],
  ['neighbour', neighObject],
  ['ntable', undefined],
  ['ntbl', undefined],
  ['link', linkObject],
  ['l2tp', undefined],
  ['fou', undefined],
  ['ila', undefined],
  ['macsec', undefined],
  ['tunnel', tunnelObject],
  ['tunl', tunnelObject],
  ['tuntap', tuntapObject],
  ['tap', tuntapObject],
  ['token', undefined],
  ['tcpmetrics', undefined],
  ['tcp_metrics', undefined],
  ['monitor', undefined],
  ['xfrm', undefined],
  ['mroute', undefined],
  ['mrule', undefined],
  ['netns', netnsObject],
  ['netconf', undefined],
  ['vrf', vrfObject],
  ['sr', undefined],
  ['nexthop', nexthopObject],
  ['mptcp', undefined],
  ['ioam', undefined],
  ['stats', undefined],
];

/** Objects that can be asked for link-layer addresses (-0). */
export const LINK_LAYER_OBJECTS: ReadonlySet<string> = new Set(['address', 'link']);
