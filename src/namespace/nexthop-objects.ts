import { fillBuckets, routeByObject, type NexthopObject } from '../fib/nexthop-object.js';
import type { NexthopGroup } from '../fib/nexthop-object.js';
import { frozen } from '../frozen.js';
import { mapRoutes } from './family-tables.js';
import type { Namespace } from './namespace.js';

/** The objects by their ids, which is how they are listed. */
export function nexthopsInOrder({ nexthops }: Namespace): readonly NexthopObject[] {
  return nexthops
    .valueSeq()
    .sortBy(({ id }) => id)
    .toArray();
}

/** The groups that a nexthop is a member of. */
export function groupsOf(namespace: Namespace, id: number): readonly NexthopGroup[] {
  return nexthopsInOrder(namespace).flatMap((object) =>
    object.kind === 'group' && object.members.some((member) => member.id === id) ? [object] : [],
  );
}

/** Puts an object in, or in the place of the one with its id: groups and routes over it follow. */
export function putNexthopObject(namespace: Namespace, object: NexthopObject): Namespace {
  const put = namespace.set('nexthops', namespace.nexthops.set(object.id, frozen(object)));
  const isNew = !namespace.nexthops.has(object.id);
  return isNew ? put : followObjects(put, [object, ...groupsOf(put, object.id)]);
}

/** Takes an object away, with the routes over it; groups lose it, and the last member of one takes the group with it. Source: `remove_nexthop`. */
export function removeNexthopObject(namespace: Namespace, id: number): Namespace {
  const groups = groupsOf(namespace, id);
  const without = withoutRoutes(namespace.set('nexthops', namespace.nexthops.delete(id)), id);
  return groups.reduce((before, group) => {
    const members = group.members.filter((member) => member.id !== id);
    return members.length === 0
      ? removeNexthopObject(before, group.id)
      : putNexthopObject(before, withMembers(group, members));
  }, without);
}

function withMembers(group: NexthopGroup, members: NexthopGroup['members']): NexthopGroup {
  const { resilience } = group;
  if (resilience === undefined) return { ...group, members };
  const buckets = fillBuckets(members, resilience.buckets);
  return { ...group, members, resilience: { ...resilience, buckets } };
}

/**
 * Takes the nexthops over a device away that goes down, loses its carrier or goes. Source: `nexthop_flush_dev`.
 *
 * @param blackholes - also those that are on lo because they are blackholes
 */
export function flushNexthopObjects(
  namespace: Namespace,
  dev: number,
  blackholes = false,
): Namespace {
  if (namespace.nexthops.isEmpty()) return namespace;
  return nexthopsInOrder(namespace)
    .filter(
      (object) =>
        object.kind === 'single' && object.nexthop.dev === dev && (blackholes || !object.blackhole),
    )
    .reduce((before, { id }) => removeNexthopObject(before, id), namespace);
}

function withoutRoutes(namespace: Namespace, id: number): Namespace {
  return ([4, 6] as const).reduce(
    (before, family) =>
      mapRoutes(before, family, (route) => (route.object?.id === id ? undefined : route)),
    namespace,
  );
}

/** Gives the routes that name one of the objects what it holds now. */
function followObjects(namespace: Namespace, objects: readonly NexthopObject[]): Namespace {
  const now = new Map(
    objects.map((object) => [object.id, routeByObject(object, (id) => namespace.nexthops.get(id))]),
  );
  return ([4, 6] as const).reduce(
    (before, family) =>
      mapRoutes(before, family, (route) => {
        const held = now.get(route.object?.id ?? 0);
        return held === undefined ? route : { ...route, ...held };
      }),
    namespace,
  );
}
