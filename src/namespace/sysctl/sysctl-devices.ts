import type { Link } from '../link.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { sysctlSegment } from './sysctl-catalogue.js';

const DEFAULT_KEYS = /^net\.(ipv[46])\.conf\.default\.(.*)$/;

/** The values that `default` has been given, as keys of a device. */
function inherited(
  namespace: Namespace,
  device: string,
  families: readonly string[],
): [string, string][] {
  return [...namespace.sysctls].flatMap(([name, value]) => {
    const [, family = '', leaf = ''] = DEFAULT_KEYS.exec(name) ?? [];
    return families.includes(family) && leaf !== OWN_MTU
      ? [[deviceKey(family, device, leaf), value]]
      : [];
  });
}

/** That of IPv6 begins as the device's, and does again when the device gets another. Source: `ipv6_add_dev`, `addrconf_notify`. */
const OWN_MTU = 'mtu';

/** Forgets which MTU IPv6 has been given on a device. */
export function resetIpv6Mtu(namespace: Namespace, device: string): Namespace {
  return namespace.update('sysctls', (sysctls) =>
    sysctls.delete(deviceKey('ipv6', device, OWN_MTU)),
  );
}

function deviceKey(family: string, device: string, leaf: string): string {
  return `net.${family}.conf.${sysctlSegment(device)}.${leaf}`;
}

/** The branches in which a device has values. */
const FAMILIES: readonly string[] = ['ipv4', 'ipv6'];

/** A new device starts with what `default` has been set to. Source: `inetdev_init`, `ipv6_add_dev`. */
export function startDeviceSysctls(
  namespace: Namespace,
  device: string,
  families = FAMILIES,
): Namespace {
  const values = inherited(namespace, device, families);
  return namespace.update('sysctls', (sysctls) => sysctls.merge(values));
}

/** From its first IPv4 address on, a device keeps its net.ipv4.conf values when `default` changes. Source: `ipv4_devconf_setall`. */
export function keepOwnConf4(namespace: Namespace, index: number): Namespace {
  const link: Link = existingLink(namespace, index);
  if (link.ownConf4) return namespace;
  const values = inherited(namespace, link.name, ['ipv4']).filter(
    ([name]) => !namespace.sysctls.has(name),
  );
  return withLink(
    namespace.update('sysctls', (sysctls) => sysctls.merge(values)),
    { ...link, ownConf4: true },
  );
}

/** Forgets the values of a device that is gone, or has lost one of its families. */
export function endDeviceSysctls(
  namespace: Namespace,
  device: string,
  families = FAMILIES,
): Namespace {
  return namespace.update('sysctls', (sysctls) =>
    sysctls.filterNot(
      (_, name) => isOf(name, device) && families.includes(name.split('.')[1] ?? ''),
    ),
  );
}

/** Carries the values of a device over to its new name. */
export function renameDeviceSysctls(namespace: Namespace, from: string, to: string): Namespace {
  return namespace.update('sysctls', (sysctls) =>
    sysctls.mapKeys((name) =>
      isOf(name, from) ? name.split('.').with(3, sysctlSegment(to)).join('.') : name,
    ),
  );
}

function isOf(name: string, device: string): boolean {
  const [, , branch, segment] = name.split('.');
  return (branch === 'conf' || branch === 'neigh') && segment === sysctlSegment(device);
}
