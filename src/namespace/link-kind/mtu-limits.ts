import type { Link } from '../link.js';
import { traitsOf } from './link-kinds.js';
import { overlayHeadroom } from './overlay.js';

/** The limits of a device's MTU; a maximum of 0 is none. Source: `min_mtu`, `max_mtu`; `ip_tunnel_create`, `macvlan_common_newlink` */
export function mtuLimits({ kind, settings }: Link): readonly [min: number, max: number] {
  if (kind === 'geneve' && settings.kind === 'overlay') {
    return [LEAST_BYTES, MOST_BYTES - overlayHeadroom(settings.remote)];
  }
  if (settings.kind === 'macvlan') return [LEAST_BYTES, settings.mostMtu];
  if (settings.kind !== 'tunnel' || settings.fixedMaxMtu === undefined) return traitsOf(kind).mtu;
  return [LEAST_BYTES, settings.fixedMaxMtu];
}

const LEAST_BYTES = 68;
const MOST_BYTES = 65535;
