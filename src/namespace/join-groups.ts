import { settledGroups } from './group-lladdrs.js';
import { linkByIndex, withLink, type Namespace } from './namespace.js';

/** A namespace whose devices are in the groups that they join in their present state; only devices that have changed are looked at. */
export function joinGroups(before: Namespace | undefined, after: Namespace): Namespace {
  const { links, sysctls, neighbours } = after;
  const isSame = before?.sysctls === sysctls;
  const proxying = before?.neighbours === neighbours ? NONE : proxiesOf(before, after);
  if (before?.links === links && isSame && proxying.size === 0) return after;
  return links
    .filter(
      (link, place) => !isSame || before?.links.get(place) !== link || proxying.has(link.index),
    )
    .reduce((namespace, link) => {
      const old = before === undefined ? undefined : linkByIndex(before, link.index);
      const was =
        before === undefined || old === undefined ? undefined : { namespace: before, link: old };
      const groupLladdrs = settledGroups({ namespace, link }, was);
      const isSettled =
        groupLladdrs.length === link.groupLladdrs.length &&
        groupLladdrs.every((one, place) => one === link.groupLladdrs[place]);
      return isSettled ? namespace : withLink(namespace, { ...link, groupLladdrs });
    }, after);
}

const NONE: ReadonlySet<number> = new Set();

/** The devices that answer for others, or have until now. */
function proxiesOf(...namespaces: readonly (Namespace | undefined)[]): ReadonlySet<number> {
  return new Set(
    namespaces.flatMap(
      (one) =>
        one?.neighbours
          .toArray()
          .filter(({ proxy }) => proxy)
          .map(({ dev }) => dev) ?? [],
    ),
  );
}
