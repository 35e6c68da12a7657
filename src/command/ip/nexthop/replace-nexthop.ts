import type { NexthopGroup, NexthopObject } from '../../../fib/nexthop-object.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { groupsOf, putNexthopObject } from '../../../namespace/nexthop-objects.js';
import { refuseByKernel, refuseNotSimulated } from '../arguments.js';
import { refuseObject4, refuseObject6 } from '../route/check/check-nexthop-object.js';

/**
 * Puts an object in the place of the one with its id, if the routes over that and over its groups can have it. A group keeps its
 * protocol.
 *
 * @throws Refusal in the kernel's words
 *
 * Source: `replace_nexthop`.
 */
export function replaceNexthop(
  namespace: Namespace,
  old: NexthopObject,
  object: NexthopObject,
): Namespace {
  const groups = groupsOf(namespace, old.id);
  refuseForRoutes(namespace, old.id, object);
  for (const group of groups) {
    if (object.kind === 'single' && object.blackhole && group.members.length > 1) {
      refuseByKernel('Blackhole nexthop can not be a member of a group with more than one path');
    }
    refuseForRoutes(namespace, group.id, object);
  }
  if (old.kind === 'single') {
    if (object.kind === 'group') {
      return refuseByKernel('Can not replace a nexthop with a nexthop group');
    }
    return putNexthopObject(namespace, object);
  }
  if (object.kind === 'single') {
    return refuseByKernel('Can not replace a nexthop group with a nexthop');
  }
  refuseOtherType(old, object);
  return putNexthopObject(namespace, { ...object, protocol: old.protocol });
}

/** Which buckets move depends on when each was used last. */
function refuseOtherType(old: NexthopGroup, object: NexthopGroup): void {
  if ((old.resilience === undefined) !== (object.resilience === undefined)) {
    refuseByKernel('Can not replace a nexthop group with one of a different type');
  }
  if (old.resilience !== undefined) refuseNotSimulated('ip nexthop replace of a resilient group');
}

/** Refuses what routes over the object of that id can't have. Source: `fib_check_nh_list`, `fib6_check_nh_list`. */
function refuseForRoutes(namespace: Namespace, id: number, object: NexthopObject): void {
  for (const table of namespace.v4.tables.values()) {
    for (const routes of table.routes.values()) {
      for (const route of routes) {
        if (route.object?.id === id) refuseObject4(namespace, object, route.scope);
      }
    }
  }
  const used6 = namespace.v6.tables.some((table) =>
    table.routes.some((routes) => routes.some((route) => route.object?.id === id)),
  );
  if (used6) refuseObject6(namespace, object);
}
