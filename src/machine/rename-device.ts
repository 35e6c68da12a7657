import type { InterfaceAddress } from '../namespace/address/interface-address.js';
import type { LinkPlace } from '../namespace/link.js';
import { linkByName, withLink, type Namespace } from '../namespace/namespace.js';
import { renameDeviceSysctls } from '../namespace/sysctl/sysctl-devices.js';
import { linkAt } from './link-at.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { denied, made, type MachineEdit } from './machine-edit.js';

/**
 * Gives a device another name; `%d` in it is the lowest number that is free. Its sysctls and the labels of its addresses follow.
 * Source: `dev_change_name`, `inetdev_changename`.
 */
export function renameDevice(machine: Machine, place: LinkPlace, wanted: string): MachineEdit {
  const namespace = namespaceOf(machine, place.namespace);
  const link = linkAt(machine, place);
  if (wanted === link.name) return made(machine);
  const name = resolveName(namespace, wanted);
  if (name === undefined || isSettingsName(name)) return denied('EINVAL');
  if (linkByName(namespace, name) !== undefined) return denied('EEXIST');
  const renamed = { ...link, name, addresses: relabel(link.addresses, name) };
  const followed = renameDeviceSysctls(namespace, link.name, name);
  return made(withNamespace(machine, place.namespace, withLink(followed, renamed)));
}

/** Reports whether a name is one under which net.ipv4.conf has the settings of all devices, or of new ones: it is no device's. Source: `sysctl_dev_name_is_allowed`. */
export function isSettingsName(name: string): boolean {
  return name === 'all' || name === 'default';
}

/** The name that a name or a pattern stands for; undefined when the kernel doesn't take it. Source: `dev_valid_name`, `__dev_alloc_name`. */
export function resolveName(namespace: Namespace, wanted: string): string | undefined {
  const isBad = wanted === '' || wanted === '.' || wanted === '..' || /[/:\s]/.test(wanted);
  if (isBad || new TextEncoder().encode(wanted).length > 15) return undefined;
  if (!wanted.includes('%')) return wanted;
  if (!/^[^%]*%d[^%]*$/.test(wanted)) return undefined;
  let number = 0;
  while (linkByName(namespace, wanted.replace('%d', String(number))) !== undefined) number += 1;
  return wanted.replace('%d', String(number));
}

/** The first label is the new name; later ones keep what stands from their colon on, or get their number. */
function relabel(
  addresses: readonly InterfaceAddress[],
  name: string,
): readonly InterfaceAddress[] {
  return addresses.map((address, index) => {
    if (address.local.family === 6 || index === 0) {
      return address.local.family === 6 ? address : { ...address, label: name };
    }
    const colon = address.label.indexOf(':');
    const suffix = colon < 0 ? `:${index + 1}` : address.label.slice(colon);
    return { ...address, label: name.slice(0, MOST_LABEL - suffix.length) + suffix };
  });
}

/** Source: `IFNAMSIZ`, less the end of the string. */
const MOST_LABEL = 15;
