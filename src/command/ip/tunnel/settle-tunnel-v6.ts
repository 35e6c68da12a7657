import { sameAddress } from '../../../address/address.js';
import type { ErrnoName } from '../../../errno.js';
import { queryRoute } from '../../../evaluate/query.js';
import { linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import {
  hasWay,
  ip6TunnelEnds,
  ip6TunnelHeaderBytes,
  ip6TunnelOf,
  type Ip6TunnelSettings,
} from '../../../namespace/link-kind/ip6tnl.js';
import { isSamePlace, type Link, type LinkPlace } from '../../../namespace/link.js';
import { linkByIndex } from '../../../namespace/namespace.js';

/**
 * What a new tunnel over IPv6 has of its settings; the kernel's error when there is one between the same ends. Source: `ip6_tnl_newlink`
 *
 * @param dev - ifindex of the device that it is on; 0 for none
 */
export function makeTunnel6(
  machine: Machine,
  settings: Ip6TunnelSettings,
  dev: number,
): Partial<Link> | ErrnoName {
  if (findTunnel6(machine, settings, dev) !== undefined) return 'EEXIST';
  const mtuBytes =
    wayMtu(machine, settings, dev) ?? ETHERNET_BYTES - ip6TunnelHeaderBytes(settings);
  return { ...fieldsOf(settings, dev), mtuBytes };
}

/** What a tunnel over IPv6 with other settings is; the kernel's error when others have those ends. Source: `ip6_tnl_change` */
export function resettle6(
  machine: Machine,
  place: LinkPlace,
  settings: Ip6TunnelSettings,
  dev: number,
): Partial<Link> | ErrnoName {
  const other = findTunnel6(machine, settings, dev);
  if (other !== undefined && !isSamePlace(other, place)) return 'EEXIST';
  const mtuBytes = wayMtu(machine, settings, dev) ?? linkAt(machine, place).mtuBytes;
  return { ...fieldsOf(settings, dev), mtuBytes };
}

function fieldsOf(settings: Ip6TunnelSettings, dev: number): Partial<Link> {
  const lower = dev === 0 ? undefined : { namespace: settings.birthNamespace, index: dev };
  return { settings, lower, ...ip6TunnelEnds(settings, dev) };
}

/** The tunnel that two ends have already, whatever namespace it is in now. Source: `ip6_tnl_locate` */
export function findTunnel6(
  { namespaces }: Machine,
  { local, remote, birthNamespace }: Ip6TunnelSettings,
  dev: number,
): LinkPlace | undefined {
  for (const [namespace, { links }] of namespaces) {
    const found = links.find((link) => {
      const other = ip6TunnelOf(link);
      return (
        other?.birthNamespace === birthNamespace &&
        (link.lower?.index ?? 0) === dev &&
        sameAddress(other.local, local) &&
        sameAddress(other.remote, remote)
      );
    });
    if (found !== undefined) return { namespace, index: found.index };
  }
  return undefined;
}

/** The MTU of a tunnel between two ends: that of the device by which its outer packets leave now, less what is put before each; undefined where there is none. Source: `ip6_tnl_link_config` */
function wayMtu(machine: Machine, settings: Ip6TunnelSettings, dev: number): number | undefined {
  if (!hasWay(settings, dev)) return undefined;
  const namespace = namespaceOf(machine, settings.birthNamespace);
  const answer = queryRoute(namespace, { src: settings.local, dst: settings.remote, oif: dev });
  const uplink = linkByIndex(namespace, answer.error === undefined ? answer.dev : dev);
  if (uplink === undefined) return undefined;
  return Math.max(uplink.mtuBytes - ip6TunnelHeaderBytes(settings), LEAST_BYTES);
}

const ETHERNET_BYTES = 1500;
const LEAST_BYTES = 1280;
