import { IPV4_SYSCTLS } from '../data/sysctl-ipv4.js';
import { IPV6_SYSCTLS } from '../data/sysctl-ipv6.js';
import { OTHER_SYSCTLS } from '../data/sysctl-other.js';
import type { SysctlKey } from './sysctl-key.js';

/** Every key under /proc/sys/net, in no particular order. */
const SYSCTL_KEYS: readonly SysctlKey[] = [...IPV4_SYSCTLS, ...IPV6_SYSCTLS, ...OTHER_SYSCTLS];

const BY_NAME: ReadonlyMap<string, SysctlKey> = new Map(
  SYSCTL_KEYS.map((key) => [key.name, key] as const),
);

/** Keys of each device, by family and by the last part of their names. */
const OF_DEVICES: Readonly<Record<'ipv4' | 'ipv6', ReadonlyMap<string, SysctlKey>>> = {
  ipv4: keysOfDevices('net.ipv4.conf.*.'),
  ipv6: keysOfDevices('net.ipv6.conf.*.'),
};

function keysOfDevices(start: string): ReadonlyMap<string, SysctlKey> {
  const keys = SYSCTL_KEYS.filter(({ name }) => name.startsWith(start));
  return new Map(keys.map((key) => [key.name.slice(start.length), key]));
}

/** A key together with the device, `all` or `default` that its name has in the place of `*`. */
export interface NamedSysctl {
  readonly key: SysctlKey;
  /** Undefined for a key that isn't one of each device. */
  readonly device: string | undefined;
}

/** Finds the key of a dotted name, a dot in a device's name as a slash; undefined when there is no such key. Whether the device exists isn't asked. */
export function findSysctl(name: string): NamedSysctl | undefined {
  const parts = name.split('.');
  const [net, protocol, branch, device, leaf] = parts;
  if (parts.length === 5 && (branch === 'conf' || branch === 'neigh') && device !== undefined) {
    const key = BY_NAME.get(`${net}.${protocol}.${branch}.*.${leaf}`);
    return key === undefined ? undefined : { key, device: device.replaceAll('/', '.') };
  }
  const key = BY_NAME.get(name);
  return key === undefined ? undefined : { key, device: undefined };
}

/** Finds the key that a device (or `all`, `default`) has under `conf`; undefined when there is no such key. */
export function findDeviceSysctl(
  family: 'ipv4' | 'ipv6',
  device: string,
  leaf: string,
): NamedSysctl | undefined {
  const key = OF_DEVICES[family].get(leaf);
  return key === undefined ? undefined : { key, device };
}

/** The dotted name of a key for a device (or `all`, `default`). */
export function sysctlName(key: SysctlKey, device: string | undefined): string {
  return device === undefined ? key.name : key.name.replace('*', sysctlSegment(device));
}

/** How a device stands in the name of a key: a dot in its name as a slash. */
export function sysctlSegment(device: string): string {
  return device.replaceAll('.', '/');
}

/** The names of all keys of a namespace with these devices, in no particular order. */
export function listSysctls(devices: readonly string[]): readonly string[] {
  return SYSCTL_KEYS.flatMap((key) => {
    if (!key.name.includes('*')) return [key.name];
    const common = key.name.includes('.conf.') ? ['all', 'default'] : [];
    return [...common, ...devices].map((device) => sysctlName(key, device));
  });
}
