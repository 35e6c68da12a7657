import type { Family } from '../../address/family.js';
import type { ErrnoName } from '../../errno.js';
import { flushRedirects } from '../lost-redirects.js';
import { linkByName, type Namespace } from '../namespace.js';
import { deviceExists, FORWARDING_ALL, keyOfDevice, readSysctl } from './sysctl.js';
import { findSysctl, sysctlName, type NamedSysctl } from './sysctl-catalogue.js';
import { effectOf, spreadsAgain } from './sysctl-effects.js';
import { readSysctlText } from './sysctl-text.js';
import { keptTime, takenValue, twinOf } from './sysctl-twins.js';

/** What comes of writing to a key. */
export type SysctlWrite =
  | { readonly kind: 'written'; readonly namespace: Namespace }
  | { readonly kind: 'refused'; readonly error: ErrnoName }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'read-only' }
  /** Linux takes the value; what it changes isn't simulated. */
  | { readonly kind: 'not simulated' };

/** The keys that flush the cache of a family. */
const FLUSHED: ReadonlyMap<string, Family> = new Map([
  ['net.ipv4.route.flush', 4],
  ['net.ipv6.route.flush', 6],
]);

/**
 * Writes to a key under /proc/sys/net, with all that the kernel does then: what is written to `all` or `default` may reach devices,
 * and IPv6 may stop or start on one.
 *
 * @param name - dotted, a dot in a device's name as a slash
 */
export function writeSysctl(namespace: Namespace, name: string, text: string): SysctlWrite {
  const found = findSysctl(name);
  if (found === undefined || !deviceExists(namespace, found)) return { kind: 'unknown' };
  const before = readSysctl(namespace, name) ?? '';
  const { form } = found.key;
  if (form.kind === 'read-only') return { kind: 'read-only' };
  if (form.kind === 'write-only') {
    const family = FLUSHED.get(found.key.name);
    return family === undefined ? NOT_SIMULATED : written(flushRedirects(namespace, family));
  }
  if (form.kind === 'text') {
    return text.trim() === before ? written(namespace) : NOT_SIMULATED;
  }
  const value = readSysctlText(form, text, before);
  if (value === undefined || !isConsistent(namespace, found, value)) {
    return { kind: 'refused', error: 'EINVAL' };
  }
  if (!isSimulated(found, value, before)) return NOT_SIMULATED;
  const twin = twinOf(found.key);
  if (twin !== undefined) {
    return writeSysctl(namespace, keyOfDevice(twin.kept, found.device), keptTime(twin, value));
  }
  return written(store(namespace, found, before, takenValue(found.key, value)));
}

const NOT_SIMULATED: SysctlWrite = { kind: 'not simulated' };

function written(namespace: Namespace): SysctlWrite {
  return { kind: 'written', namespace };
}

/** Keys whose numbers depend on others. Source: `ipv4_local_port_range`, `addrconf_sysctl_mtu`. */
function isConsistent(namespace: Namespace, { key, device }: NamedSysctl, value: string): boolean {
  if (key.name === 'net.ipv6.conf.*.mtu' && device !== undefined) {
    return Number(value) <= (linkByName(namespace, device)?.mtuBytes ?? Infinity);
  }
  if (key.name !== 'net.ipv4.ip_local_port_range') return true;
  const [low = 0, high = 0] = value.split('\t').map(Number);
  const first = Number(readSysctl(namespace, 'net.ipv4.ip_unprivileged_port_start'));
  return low <= high && low >= first;
}

function isSimulated({ key }: NamedSysctl, value: string, before: string): boolean {
  if (value === before) return true;
  // Modes 2 and 3 make link-local addresses out of a secret.
  if (key.name === 'net.ipv6.conf.*.addr_gen_mode') return Number(value) <= 1;
  return key.role !== 'fixed' || value === key.value;
}

function store(
  namespace: Namespace,
  { key, device }: NamedSysctl,
  before: string,
  value: string,
): Namespace {
  const name = key.name === 'net.ipv4.ip_forward' ? FORWARDING_ALL : sysctlName(key, device);
  const stored = namespace.set('sysctls', namespace.sysctls.set(name, value));
  return value === before && !spreadsAgain(name) ? stored : effectOf(name)(stored, value);
}
