import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { vrfOf } from '../../namespace/vrf.js';
import type { Ended } from '../ended.js';

/**
 * The VRF in whose domain a packet has come in, or was to leave: what answers it is looked up there. Source: `icmp_route_lookup`, `icmp_reply`,
 * `ip_send_unicast_reply`.
 */
export function domainOf(namespace: Namespace, { registers }: Ended): string | undefined {
  const { indev, routeDev } = registers;
  return vrfOf(namespace, linkByIndex(namespace, indev === 0 ? routeDev : indev))?.name;
}

/** Whether a packet came in by a port of a VRF; what the VRF itself has sent to its own address did not. Source: `inet_sdif`. */
export function cameByPort(namespace: Namespace, { iif, indev }: Ended['registers']): boolean {
  return iif !== indev && linkByIndex(namespace, indev)?.kind === 'vrf';
}
