import type { Link } from '../namespace/link.js';
import type { Namespace } from '../namespace/namespace.js';
import { domainsOf, vrfOf } from '../namespace/vrf.js';
import { set } from '../predicate/assignment.js';
import { all, any, equals, type Predicate } from '../predicate/predicate.js';
import type { StepId } from '../program/step.js';
import { deviceWhere } from './device.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';

/** No output device is asked for: one that is a VRF directs the lookup to its table, and any device there will do. Source: `l3mdev_update_flow`. */
export function isUnbound(namespace: Namespace): Predicate {
  return any([
    equals('flowOif', 0),
    deviceWhere(namespace, 'flowOif', ({ kind }) => kind === 'vrf'),
  ]);
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

/** What is routed again stays in the domain that its route led into, unless its socket is bound to a device. Source: `ip_route_me_harder`. */
export function lowerReroutedDomain({ builder, namespace }: Lowering, next: StepId): StepId {
  return domainsOf(namespace).reduce(
    (otherwise, { vrf }) =>
      builder.test(
        all([equals('flowOif', 0), isInDomainOf(namespace, 'routeDev', vrf)]),
        builder.assign([set('flowOif', vrf.index)], next),
        otherwise,
      ),
    next,
  );
}

/** What is local goes by lo, or by the VRF in whose domain the address is. Source: `ip_route_output_key_hash_rcu`. */
export function lowerOwnDevice({ builder, namespace }: Lowering, made: StepId): StepId {
  const by = (index: number): StepId =>
    builder.assign([set('routeDev', index), set('direct', 1)], made);
  return domainsOf(namespace).reduce(
    (otherwise, { vrf }) =>
      builder.test(isInDomainOf(namespace, 'routeDev', vrf), by(vrf.index), otherwise),
    by(LOOPBACK_INDEX),
  );
}
