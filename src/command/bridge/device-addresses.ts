import type { LinkKind } from '../../namespace/link-kind/link-kinds.js';
import type { Link } from '../../namespace/link.js';
import type { FdbChange, FdbRequest } from './fdb-request.js';
import { refuseByErrno, refuseUnsimulated } from './refuse.js';

/** Devices that keep entries of their own, or whose addresses the devices below them take too. */
const OTHERWISE: ReadonlySet<LinkKind> = new Set(['macvlan', 'vlan', 'bond', 'team', 'ipvlan']);

/**
 * A device after a change of the addresses that it takes frames for besides its own. It doesn't change the way of any packet. Source: `ndo_dflt_fdb_add`,
 * `ndo_dflt_fdb_del`.
 */
export function changeDeviceAddresses(
  link: Link,
  { lladdr, state }: FdbRequest,
  change: FdbChange,
): Link {
  if (OTHERWISE.has(link.kind)) return refuseUnsimulated(`bridge fdb self of ${link.kind}`);
  if (state !== 'permanent') return refuseByErrno('EINVAL');
  const { moreLladdrs, groupLladdrs } = link;
  const isThere = moreLladdrs.includes(lladdr);
  const isJoined = groupLladdrs.includes(lladdr);
  if (change === 'delete') {
    if (isJoined && !isThere) return refuseUnsimulated('bridge fdb del of a group of the host');
    if (!isThere) return refuseByErrno('ENOENT');
    return { ...link, moreLladdrs: moreLladdrs.filter((one) => one !== lladdr) };
  }
  if (isThere || isJoined) return change === 'add' ? refuseByErrno('EEXIST') : link;
  return { ...link, moreLladdrs: [...moreLladdrs, lladdr] };
}
