import type { Link, LinkPlace } from '../../../namespace/link.js';
import { reportedBirth } from '../../../namespace/link-kind/birth-namespace.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';

/** How a listing names a device and what it is linked to. */
export interface LinkName {
  /** `eth0`, or `eth0@wire`, or `eth0@if2` for an end in another namespace. */
  readonly text: string;
  readonly json: Readonly<Record<string, string | number | null>>;
  /** The other end is in this namespace and is down. */
  readonly lowerIsDown: boolean;
}

/**
 * Names a device in a listing. Source: `print_name_and_link` of iproute2.
 *
 * @param here - name of the namespace that the device is in
 * @param sparse - the listing of IPv6 devices, which doesn't say in which namespace the other end is
 */
export function nameLink(
  namespace: Namespace,
  here: string,
  link: Link,
  sparse: boolean,
): LinkName {
  const { name } = link;
  const { follows, liesOnLink } = traitsOf(link.kind);
  const peer = follows?.hidden === true ? ownElsewhere(link, here) : (link.peer ?? link.lower);
  if (peer === undefined && liesOnLink) {
    return { text: `${name}@NONE`, json: { link: null, ifname: name }, lowerIsDown: false };
  }
  if (peer === undefined || (sparse && peer.index === link.index)) {
    return { text: name, json: { ifname: name }, lowerIsDown: false };
  }
  if (!sparse && peer.namespace !== here) {
    const json = { link_index: peer.index, ifname: name };
    return { text: `${name}@if${peer.index}`, json, lowerIsDown: false };
  }
  const lower = linkByIndex(namespace, peer.index);
  const lowerName = lower?.name ?? `if${peer.index}`;
  return {
    text: `${name}@${lowerName}`,
    json: { link: lowerName, ifname: name },
    lowerIsDown: lower !== undefined && !lower.up,
  };
}

/** A device that lies on none, away from the namespace in which it was made, is linked to its own number there. Source: `rtnl_fill_link_netnsid` */
function ownElsewhere(link: Link, here: string): LinkPlace | undefined {
  const namespace = reportedBirth(link);
  return namespace === undefined || namespace === here
    ? undefined
    : { namespace, index: link.index };
}
