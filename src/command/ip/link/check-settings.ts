import type { Link } from '../../../namespace/link.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { refuseByErrno, refuseByKernel } from '../arguments.js';
import { printLladdr } from '../lladdr-argument.js';
import type { LinkRequest } from './link-request.js';

/** Bytes of an Ethernet address. */
export const LLADDR_BYTES = 6;

/** Checks an MTU against the limits of a device as the kernel does. @throws Refusal. Source: `dev_validate_mtu`. */
export function checkMtu([min, max]: readonly [min: number, max: number], mtuBytes: number): void {
  if (mtuBytes < min) refuseByKernel('mtu less than device minimum');
  if (max > 0 && mtuBytes > max) refuseByKernel('mtu greater than device maximum');
}

/** Reports whether a veth can be made with an MTU. Source: `veth_validate`. */
export function isVethMtu(mtuBytes: number): boolean {
  const [min, max] = traitsOf('veth').mtu;
  return mtuBytes >= min && mtuBytes <= max;
}

/** Checks an address for an Ethernet device as the kernel does: not multicast, not zero. @throws Refusal. Source: `is_valid_ether_addr`. */
export function checkLladdr(bytes: readonly number[]): void {
  if (bytes.length !== LLADDR_BYTES) refuseByErrno('EINVAL');
  const [first = 0] = bytes;
  if ((first & 1) === 1 || bytes.every((byte) => byte === 0)) refuseByErrno('EADDRNOTAVAIL');
}

/** The flags that a request names, as fields of a device. What it doesn't name is absent. */
export function flagsOf(request: LinkRequest): Partial<Link> {
  const { arp, multicast, allmulticast, promisc, dynamic } = request;
  return {
    ...(arp === undefined ? {} : { arp }),
    ...(multicast === undefined ? {} : { multicast }),
    ...(allmulticast === undefined ? {} : { allmulticast }),
    ...(promisc === undefined ? {} : { promisc }),
    ...(dynamic === undefined ? {} : { dynamic }),
  };
}

/** The settings that a request names, as fields of a device. What it doesn't name is absent. */
export function settingsOf(request: LinkRequest): Partial<Link> {
  const { mtuBytes, group } = request;
  return {
    ...(mtuBytes === undefined ? {} : { mtuBytes }),
    ...(group === undefined ? {} : { group }),
    ...flagsOf(request),
    ...(request.txQueueLength === undefined ? {} : { txQueueLength: request.txQueueLength }),
    ...(request.broadcast === undefined ? {} : { broadcastLladdr: printLladdr(request.broadcast) }),
  };
}
