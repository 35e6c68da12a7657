import { unspecifiedAddress, type Address } from '../../address/address.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { SCOPE } from '../../fib/route.js';
import type { InterfaceAddress } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { vrfOf } from '../../namespace/vrf.js';
import { routeLocalnet } from '../../namespace/sysctl/sysctl.js';

/**
 * Selects the source address for packets that leave by a device, 0.0.0.0 when there is none to be had.
 *
 * @param dev - ifindex of the output device
 * @param gateway - the address that the source should share a subnet with; undefined when any will do
 * @param scope - the scope of the route: addresses of a narrower scope don't qualify
 *
 * Source: `inet_select_addr`.
 */
export function selectSource4(
  namespace: Namespace,
  dev: number,
  gateway: Address | undefined,
  scope: number,
): Address {
  const link = linkByIndex(namespace, dev);
  const own = link === undefined ? [] : candidates(link, reach(namespace, link, scope));
  const inSubnet =
    gateway === undefined ? undefined : own.find((address) => isInSubnet(address, gateway));
  const found = inSubnet ?? own[0] ?? elsewhere(namespace, vrfOf(namespace, link), scope);
  return found?.local ?? unspecifiedAddress(4);
}

/** Where 127.0.0.0/8 is routed, addresses of host scope qualify as if they were of link scope. */
function reach(namespace: Namespace, link: Link, scope: number): number {
  return scope >= SCOPE.link && routeLocalnet(namespace, link) ? SCOPE.host : scope;
}

/** Primary IPv4 addresses of a wide enough scope, in the kernel's list order. */
function candidates(link: Link, scope: number): readonly InterfaceAddress[] {
  return link.addresses.filter(
    (address) => address.local.family === 4 && !address.secondary && address.scope <= scope,
  );
}

function isInSubnet(address: InterfaceAddress, gateway: Address): boolean {
  return prefixContains(makePrefix(address.peer, address.length), gateway);
}

/**
 * A device without addresses borrows one from the VRF in whose domain it is, or from the first other device of that domain, or of none, in
 * index order; link scope addresses stay where they are.
 */
function elsewhere(
  namespace: Namespace,
  vrf: Link | undefined,
  scope: number,
): InterfaceAddress | undefined {
  const links = namespace.links
    .toArray()
    .filter((link) => vrfOf(namespace, link)?.index === vrf?.index);
  const ordered = vrf === undefined ? links : [vrf, ...links];
  return ordered
    .flatMap((link) => candidates(link, scope))
    .find((address) => address.scope !== SCOPE.link);
}
