import { domainsOf } from '../namespace/vrf.js';
import { set } from '../predicate/assignment.js';
import { all, equals } from '../predicate/predicate.js';
import type { StepId } from '../program/step.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { isInDomainOf } from './domain.js';

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
