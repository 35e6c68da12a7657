import { isUnspecified } from '../../../address/address.js';
import type { ErrnoName } from '../../../errno.js';
import { queryRoute } from '../../../evaluate/query.js';
import { linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { findTunnel, isFallback } from '../../../machine/tunnel-devices.js';
import { HARDWARE } from '../../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import {
  outerProtocol,
  tunnelEnds,
  tunnelHeaderBytes,
  type TunnelKind,
  type TunnelSettings,
} from '../../../namespace/link-kind/tunnel.js';
import { isSamePlace, type Link, type LinkPlace } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { draftedSettings, type TunnelDraft } from './tunnel-draft.js';

/**
 * What a new tunnel has of its settings; the kernel's error when there is one between the same ends. Source: `ip_tunnel_newlink`
 *
 * @param dev - ifindex of the device by which outer packets leave; 0 for any
 */
export function makeTunnel(
  machine: Machine,
  kind: TunnelKind,
  settings: TunnelSettings,
  dev: number,
): Partial<Link> | ErrnoName {
  if (findTunnel(machine, kind, settings, dev) !== undefined) return 'EEXIST';
  const fields = fieldsOf(kind, { ...settings, firstLocal: settings.local }, dev);
  return { ...fields, mtuBytes: tunnelMtu(machine, kind, settings, dev) };
}

/** What becomes of a tunnel that `ip link set` changes, or the kernel's error. Source: `ip_tunnel_changelink` */
export function changeTunnel(
  machine: Machine,
  kind: TunnelKind,
  place: LinkPlace,
  draft: TunnelDraft,
): Partial<Link> | ErrnoName {
  const link = linkAt(machine, place);
  if (link.settings.kind !== 'tunnel') return {};
  if (isFallback(link)) return 'EINVAL';
  const settings = draftedSettings(link.settings, draft);
  return resettle(machine, kind, place, settings, draft.dev ?? link.lower?.index ?? 0);
}

/** What a tunnel with other settings is, or the kernel's error: another tunnel has those ends, or it would have to become, or cease to be, one from point to point. Source: `ip_tunnel_ctl` */
export function resettle(
  machine: Machine,
  kind: TunnelKind,
  place: LinkPlace,
  settings: TunnelSettings,
  dev: number,
): Partial<Link> | ErrnoName {
  const link = linkAt(machine, place);
  const before = link.settings;
  if (before.kind !== 'tunnel') return {};
  const other = findTunnel(machine, kind, settings, dev);
  if (other !== undefined && !isSamePlace(other, place)) return 'EEXIST';
  if (!isEther(kind) && tunnelEnds(settings).pointToPoint !== link.pointToPoint) {
    return 'EINVAL';
  }
  const isBoundAnew = dev !== (link.lower?.index ?? 0) || settings.fwmark !== before.fwmark;
  const longer = headerBytes(kind, settings) - headerBytes(kind, before);
  return {
    ...fieldsOf(kind, settings, dev),
    mtuBytes: isBoundAnew
      ? tunnelMtu(machine, kind, settings, dev)
      : longerHeaderMtu(link.mtuBytes, longer),
  };
}

/** The MTU of a tunnel that puts so many bytes more before each packet. Source: `ipgre_link_update` */
export function longerHeaderMtu(mtuBytes: number, longer: number): number {
  return longer === 0 ? mtuBytes : Math.max(mtuBytes - longer, LEAST_BYTES_4);
}

/** Its ends are the addresses of its link layer, unless that is an Ethernet. */
function fieldsOf(kind: TunnelKind, settings: TunnelSettings, dev: number): Partial<Link> {
  const lower = dev === 0 ? undefined : { namespace: settings.birthNamespace, index: dev };
  return { settings, lower, ...(isEther(kind) ? {} : tunnelEnds(settings)) };
}

function isEther(kind: TunnelKind): boolean {
  return traitsOf(kind).hardware === HARDWARE.ether;
}

/** The largest MTU that a tunnel is given. Source: `ip_tunnel_newlink` */
export function largestMtu(kind: TunnelKind, settings: TunnelSettings): number {
  return MOST_BYTES - headerBytes(kind, settings);
}

function headerBytes(kind: TunnelKind, settings: TunnelSettings): number {
  return tunnelHeaderBytes(kind, settings) + (isEther(kind) ? ETHERNET_HEADER_BYTES : 0);
}

/**
 * The MTU of a tunnel: that of the device by which its outer packets leave now, less what is put before each; that of an Ethernet when
 * there is no route. Source: `ip_tunnel_bind_dev`, `ipip6_tunnel_bind_dev`.
 */
export function tunnelMtu(
  machine: Machine,
  kind: TunnelKind,
  settings: TunnelSettings,
  dev: number,
): number {
  const namespace = namespaceOf(machine, settings.birthNamespace);
  const below = linkByIndex(namespace, uplinkOf(namespace, kind, settings, dev));
  const mtu = Math.min(below?.mtuBytes ?? ETHERNET_BYTES, MOST_BYTES);
  const least = kind === 'sit' ? LEAST_BYTES_6 : LEAST_BYTES_4;
  return Math.max(mtu - headerBytes(kind, settings), least);
}

/** ifindex of the device by which outer packets leave now; 0 when there is none. */
function uplinkOf(
  namespace: Namespace,
  kind: TunnelKind,
  { local, remote, tos, fwmark }: TunnelSettings,
  dev: number,
): number {
  if (isUnspecified(remote)) return dev;
  const answer = queryRoute(namespace, {
    ...(isUnspecified(local) ? {} : { src: local }),
    dst: remote,
    oif: dev,
    mark: fwmark,
    tos: tos & DSCP_BITS,
    protocol: outerProtocol(kind),
  });
  return answer.error === undefined && answer.dev !== 0 ? answer.dev : dev;
}

const DSCP_BITS = 0xfc;
const ETHERNET_BYTES = 1500;
const ETHERNET_HEADER_BYTES = 14;
const MOST_BYTES = 65535;
const LEAST_BYTES_4 = 68;
const LEAST_BYTES_6 = 1280;
