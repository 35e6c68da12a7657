import { assertNever } from '../../assert-never.js';
import { isUnspecified, sameAddress } from '../../address/address.js';
import { isGroupLladdr } from '../../address/lladdr.js';
import {
  ANYBODY,
  overlayFamily,
  withEntryState,
  type ForwardingEntry,
  type OverlaySettings,
} from '../../namespace/link-kind/overlay.js';
import type { Link } from '../../namespace/link.js';
import type { FdbChange, FdbRequest } from './fdb-request.js';
import { refuseByErrno, refuseInWords, refuseUnsimulated } from './refuse.js';

type FarEnd = Pick<FdbRequest, 'lladdr' | 'dst'>;

/** A VXLAN device after a change of its entries. Source: `vxlan_fdb_add`, `vxlan_fdb_delete`. */
export function changeVxlan(
  link: Link,
  settings: OverlaySettings,
  { lladdr, dst, state, ages, sticky }: FdbRequest,
  change: FdbChange,
): Link {
  if (sticky) refuseUnsimulated('bridge fdb sticky of vxlan');
  if (dst !== undefined && dst.family !== overlayFamily(settings)) {
    return refuseByErrno('EAFNOSUPPORT');
  }
  const isBound = link.lower !== undefined;
  const entries =
    change === 'delete'
      ? without(settings, { lladdr, dst }, isBound)
      : withEntry(
          settings,
          {
            lladdr,
            dst: dst ?? refuseByErrno('EINVAL'),
            own: false,
            state: { permanent: state === 'permanent', noarp: !ages },
          },
          change,
        );
  return { ...link, settings: { ...settings, entries } };
}

/** An address of a single host has one far end, which `replace` can exchange; what is asked last of an address counts for all of its far ends. Source: `vxlan_fdb_update_existing`. */
function withEntry(
  { entries }: OverlaySettings,
  entry: ForwardingEntry,
  change: Exclude<FdbChange, 'delete'>,
): readonly ForwardingEntry[] {
  const { lladdr, dst, state } = entry;
  const known = entries.filter((one) => one.lladdr === lladdr);
  const isForMany = lladdr === ANYBODY || isGroupLladdr(lladdr);
  if (change === 'replace' && isForMany) {
    return known.length === 0
      ? refuseByErrno('EOPNOTSUPP')
      : refuseInWords('Error: Cannot replace non-unicast fdb entries.');
  }
  if (known.length === 0) return [...entries, entry];
  switch (change) {
    case 'add':
      return refuseByErrno('EEXIST');
    case 'replace':
      return entries.map((one) => (one.lladdr === lladdr ? entry : one));
    case 'append':
      return !isForMany || known.some((one) => sameAddress(one.dst, dst) && !one.own)
        ? withEntryState(entries, lladdr, state)
        : [...withEntryState(entries, lladdr, state), entry];
    default:
      return assertNever(change);
  }
}

/** The last far end goes with the address; one that the address doesn't have makes no difference. */
function without(
  { entries }: OverlaySettings,
  { lladdr, dst }: FarEnd,
  isBound: boolean,
): readonly ForwardingEntry[] {
  const known = entries.filter((one) => one.lladdr === lladdr);
  if (known.length === 0) return refuseByErrno('ENOENT');
  if (dst === undefined || isUnspecified(dst)) {
    return entries.filter((one) => one.lladdr !== lladdr);
  }
  return entries.filter(
    (one) => one.lladdr !== lladdr || !sameAddress(one.dst, dst) || (one.own && isBound),
  );
}
