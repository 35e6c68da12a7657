import type { Link } from '../namespace/link.js';
import type { Namespace } from '../namespace/namespace.js';
import { vrfOf } from '../namespace/vrf.js';
import { acceptsInDomains } from '../namespace/sysctl/answer-sysctl.js';
import { ALWAYS, any, equals, not, type Predicate } from '../predicate/predicate.js';
import { deviceWhere } from './device.js';

/** No output device is asked for: one that is a VRF directs the lookup to its table, and any device there will do. Source: `l3mdev_update_flow`. */
export function isUnbound(namespace: Namespace): Predicate {
  return any([
    equals('flowOif', 0),
    deviceWhere(namespace, 'flowOif', ({ kind }) => kind === 'vrf'),
  ]);
}

/** Holds when a socket of TCP or UDP that is bound to no device hears of a packet: of one out of a VRF only where a sysctl lets it. Source: `inet_bound_dev_eq`. */
export function isHeardUnbound(namespace: Namespace, protocol: number): Predicate {
  if (acceptsInDomains(namespace, protocol)) return ALWAYS;
  return not(deviceWhere(namespace, 'indev', ({ kind }) => kind === 'vrf'));
}

/** Holds when a register has the ifindex of a port of the VRF. */
export function isPortOf(namespace: Namespace, field: 'iif' | 'routeDev', vrf: Link): Predicate {
  return deviceWhere(
    namespace,
    field,
    (link) => link.index !== vrf.index && vrfOf(namespace, link)?.index === vrf.index,
  );
}

/** Holds when a register has the ifindex of a device in the domain of the VRF. */
export function isInDomainOf(
  namespace: Namespace,
  field: 'iif' | 'oif' | 'routeDev' | 'flowOif',
  vrf: Link,
): Predicate {
  return deviceWhere(namespace, field, (link) => vrfOf(namespace, link)?.index === vrf.index);
}
