import { startIpv6, stopIpv6 } from './address/ipv6-start.js';
import { hasIpv6 } from './link.js';
import { existingLink, withLink, type Namespace } from './namespace.js';
import { endDeviceSysctls, resetIpv6Mtu, startDeviceSysctls } from './sysctl/sysctl-devices.js';

/** Changes the MTU of a device. IPv6 goes from it, with its sysctls, when it gets too small, and comes anew when it grows. Source: `NETDEV_CHANGEMTU` in `addrconf_notify`. */
export function setMtu(namespace: Namespace, index: number, mtuBytes: number): Namespace {
  const link = existingLink(namespace, index);
  const kept = { ...link, mtuBytes };
  const resized = hasIpv6(kept) ? kept : { ...kept, routerGroups6: false };
  const changed = withLink(namespace, resized);
  if (hasIpv6(link) === hasIpv6(resized)) {
    return link.mtuBytes === mtuBytes ? changed : resetIpv6Mtu(changed, link.name);
  }
  return hasIpv6(resized)
    ? startIpv6(startDeviceSysctls(changed, link.name, ['ipv6']), index, true)
    : endDeviceSysctls(stopIpv6(changed, index, false), link.name, ['ipv6']);
}
