import { settledGroups } from './group-lladdrs.js';
import { linkByIndex, withLink, type Namespace } from './namespace.js';

/** A namespace whose devices are in the groups that they join in their present state; only devices that have changed are looked at. */
export function joinGroups(before: Namespace | undefined, after: Namespace): Namespace {
  const { links, sysctls } = after;
  if (before?.links === links && before.sysctls === sysctls) return after;
  const isSame = before?.sysctls === sysctls;
  return links
    .filter((link, place) => !isSame || before?.links.get(place) !== link)
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
