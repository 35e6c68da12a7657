import { MIN_MTU_6 } from './addresses-v6.js';
import { startIpv6, stopIpv6 } from './ipv6-start.js';
import { existingLink, withLink, type Namespace } from './namespace.js';

/** Changes the MTU of a device. IPv6 ends on it when it gets too small, and starts again when it grows. Source: `NETDEV_CHANGEMTU` in `addrconf_notify`. */
export function setMtu(namespace: Namespace, index: number, mtuBytes: number): Namespace {
  const link = existingLink(namespace, index);
  const changed = withLink(namespace, { ...link, mtuBytes });
  const had = link.mtuBytes >= MIN_MTU_6;
  const has = mtuBytes >= MIN_MTU_6;
  if (had === has) return changed;
  return has ? startIpv6(changed, index, true) : stopIpv6(changed, index, false);
}
