import {
  routeByObject,
  type ByObject,
  type NexthopObject,
} from '../../../../fib/nexthop-object.js';
import { SCOPE } from '../../../../fib/route.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import { refuseByKernel } from '../../arguments.js';

/** The nexthop object of that id. @throws Refusal in the kernel's words when there is none */
export function existingNexthop({ nexthops }: Namespace, id: number): NexthopObject {
  return nexthops.get(id) ?? refuseByKernel('Nexthop id does not exist');
}

/** What a route that names an object holds of it. */
export function heldOf({ nexthops }: Namespace, object: NexthopObject): ByObject {
  return routeByObject(object, (id) => nexthops.get(id));
}

/** Refuses an object that an IPv4 route of that scope can't have. @throws Refusal in the kernel's words. Source: `fib_check_nexthop`. */
export function refuseObject4(namespace: Namespace, object: NexthopObject, scope: number): void {
  if (object.kind === 'group' && scope === SCOPE.host) {
    refuseByKernel('Route with host scope can not have multiple nexthops');
  }
  const [first] = heldOf(namespace, object).nexthops;
  if (scope === SCOPE.host && first?.gateway !== undefined) {
    refuseByKernel('Route with host scope can not have a gateway');
  }
  if (scope >= SCOPE.link && first?.onlink === true) refuseByKernel('Scope mismatch with nexthop');
}

/** Refuses an object that no IPv6 route can have. @throws Refusal in the kernel's words. Source: `fib6_check_nexthop`. */
export function refuseObject6({ nexthops }: Namespace, object: NexthopObject): void {
  const singles =
    object.kind === 'single'
      ? [object]
      : object.members.flatMap(({ id }) => nexthops.get(id) ?? []);
  if (singles.some((single) => single.kind === 'single' && single.family === 4)) {
    refuseByKernel('IPv6 routes can not use an IPv4 nexthop');
  }
}
