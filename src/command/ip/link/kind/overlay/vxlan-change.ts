import { sameAddress } from '../../../../../address/address.js';
import { namespaceOf } from '../../../../../machine/machine.js';
import {
  ANYBODY,
  OWN_STATE,
  withEntryState,
  overlayFamily,
  overlayHeadroom,
  overlayOf,
  type ForwardingEntry,
  type OverlaySettings,
} from '../../../../../namespace/link-kind/overlay.js';
import { hasIpv6, type Link } from '../../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../../namespace/namespace.js';
import { disableIpv6 } from '../../../../../namespace/sysctl/sysctl.js';
import { refuseByKernel, refuseNotSimulated } from '../../../arguments.js';
import type { IpContext } from '../../../ip-context.js';
import type { KindContext } from '../kind-words.js';
import type { OverlayDraft } from './overlay-options.js';

/** What the words after `type vxlan` say. */
export interface VxlanDraft extends OverlayDraft {
  /** ifindex of the device by which datagrams leave. */
  dev?: number;
}

/** What becomes of a VXLAN device. @throws Refusal where the kernel refuses. Source: `vxlan_changelink`. */
export function changeVxlan(
  { dev, ...draft }: VxlanDraft,
  { context, request }: KindContext,
  link: Link,
): Partial<Link> {
  const before = overlayOf(link);
  if (before === undefined) return {};
  const why = whyFixed(draft, before);
  if (why !== undefined) refuseByKernel(why);
  if (request.mtuBytes !== undefined) refuseByKernel('Cannot change mtu');
  const settings: OverlaySettings = {
    ...before,
    ...draft,
    // One that has that of the packet within has it for good.
    ttl: before.ttl === 'inherit' ? 'inherit' : (draft.ttl ?? before.ttl),
    entries: entriesWith(before, draft.remote),
  };
  checkLabel(settings);
  return { settings, ...(dev === undefined ? {} : onDevice(context, link, settings, dev)) };
}

/** A label is of IPv6. @throws Refusal. Source: `vxlan_config_validate`. */
export function checkLabel(settings: OverlaySettings): void {
  if (settings.flowlabel !== 0 && overlayFamily(settings) !== 6) {
    refuseByKernel('Label attribute only applies to IPv6 VXLAN devices');
  }
}

/** Why a device can't become what is asked for, the first that the kernel comes upon. What it is already may be said of some. Source: `vxlan_nl2conf`. */
function whyFixed(draft: OverlayDraft, before: OverlaySettings): string | undefined {
  const family = overlayFamily(before);
  const { vni = before.vni, remote, local, srcport = before.srcport } = draft;
  if (vni !== before.vni) return 'Cannot change VNI';
  if (remote !== undefined && remote.family !== family) {
    return 'New group address family does not match old group';
  }
  if (local !== undefined && local.family !== family) {
    return 'New local address family does not match old';
  }
  if (draft.ttl === 'inherit') return 'vxlan: cannot change TTL_INHERIT flag';
  for (const flag of ['proxy', 'rsc', 'l2miss', 'l3miss'] as const) {
    if (draft[flag] !== undefined) return `vxlan: cannot change ${flag.toUpperCase()} flag`;
  }
  if (draft.maxaddress !== undefined) return 'Cannot change limit';
  if (srcport.some((port, end) => port !== before.srcport[end])) return 'Cannot change port range';
  if (draft.dstport !== undefined) return 'Cannot change port';
  if (draft.udpcsum !== undefined) return 'Cannot change UDP_CSUM flag';
  for (const end of ['tx', 'rx'] as const) {
    if (draft[`udp6zerocsum${end}`] !== undefined) {
      return `vxlan: cannot change UDP_ZERO_CSUM6_${end.toUpperCase()} flag`;
    }
  }
  return undefined;
}

/** The new far end takes the place of the old one. */
function entriesWith(
  before: OverlaySettings,
  remote: OverlaySettings['remote'],
): readonly ForwardingEntry[] {
  if (remote === undefined) return before.entries;
  const old = before.remote;
  const kept = before.entries.filter(
    ({ lladdr, dst }) =>
      lladdr !== ANYBODY ||
      (!sameAddress(dst, remote) && !(old !== undefined && sameAddress(dst, old))),
  );
  const entries = withEntryState(kept, ANYBODY, OWN_STATE);
  return [...entries, { lladdr: ANYBODY, dst: remote, own: true, state: OWN_STATE }];
}

/** What sends datagrams of IPv6 has it. @throws Refusal. Source: `vxlan_config_validate`. */
export function checkLower(namespace: Namespace, settings: OverlaySettings, lower: Link): void {
  if (overlayFamily(settings) === 6 && hasIpv6(lower) && disableIpv6(namespace, lower)) {
    refuseByKernel('IPv6 support disabled by administrator');
  }
}

/** The device by which datagrams leave, whose frames are long enough for those within. Source: `vxlan_config_apply`. */
function onDevice(
  { machine, namespace }: IpContext,
  link: Link,
  settings: OverlaySettings,
  dev: number,
): Partial<Link> {
  const { birthNamespace, remote } = settings;
  const here = namespaceOf(machine, birthNamespace);
  const lower = linkByIndex(here, dev);
  if (namespace !== birthNamespace || lower === undefined) {
    return refuseNotSimulated('ip link set type vxlan dev');
  }
  checkLower(here, settings, lower);
  const most = lower.mtuBytes - overlayHeadroom(remote);
  return {
    lower: { namespace: birthNamespace, index: dev },
    mtuBytes: Math.min(link.mtuBytes, most),
  };
}
