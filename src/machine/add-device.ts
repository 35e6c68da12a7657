import {
  makeLink,
  type Link,
  type LinkKind,
  type LinkPlace,
  type LinkSettings,
} from '../namespace/link.js';
import { linkByIndex, linkByName, withLink, type Namespace } from '../namespace/namespace.js';
import { startDeviceSysctls } from '../namespace/sysctl/sysctl-devices.js';
import { linkAt } from './link-at.js';
import { settleLowerLayer } from './lower-layer.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { denied, made, type MachineEdit } from './machine-edit.js';
import { knowNamespace } from './netns-ids.js';
import { lladdrFor } from './random-lladdr.js';
import { isSettingsName } from './rename-device.js';

/** What a new device is asked to be; what is absent is as the kernel chooses. */
export interface NewDevice {
  readonly kind: LinkKind;
  readonly namespace: string;
  /** Absent: the kind's name with the lowest number that is free. */
  readonly name?: string | undefined;
  readonly index?: number | undefined;
  readonly lladdr?: string | undefined;
  readonly settings?: Partial<Link> | undefined;
}

/** Makes a device, down. Source: `register_netdevice`. */
export function addDevice(machine: Machine, device: NewDevice): MachineEdit {
  const namespace = namespaceOf(machine, device.namespace);
  const name = device.name ?? freeName(namespace, device.kind);
  if (linkByName(namespace, name) !== undefined) return denied('EEXIST');
  const index = device.index ?? freeIndex(namespace);
  if (linkByIndex(namespace, index) !== undefined) return denied('EEXIST');
  const numbered = device.index === undefined ? namespace.set('lastIfindex', index) : namespace;
  if (isSettingsName(name)) {
    return { ...denied('EINVAL'), left: withNamespace(machine, device.namespace, numbered) };
  }
  const fresh = makeLink(device.kind, index, name, device.lladdr);
  const link = {
    ...fresh,
    // A device without a link layer has no address to choose.
    ...(device.lladdr === undefined && fresh.lladdr !== ''
      ? { lladdr: lladdrFor(device.namespace, index, name) }
      : {}),
    ...device.settings,
  };
  const named = { ...link, settings: withFirstName(link.settings, name) };
  const started = startDeviceSysctls(withLink(numbered, named), name);
  return made(withNamespace(machine, device.namespace, started));
}

/** Tunnels remember the name that they were made with. */
function withFirstName(settings: LinkSettings, firstName: string): LinkSettings {
  const remembers = settings.kind === 'tunnel' || settings.kind === 'ip6tnl';
  return remembers ? { ...settings, firstName } : settings;
}

/** Makes the two ends of a veth, the peer first. Source: `veth_newlink`. */
export function addVeth(
  machine: Machine,
  device: Omit<NewDevice, 'kind'>,
  peer: Omit<NewDevice, 'kind'>,
): MachineEdit {
  const withPeer = addDevice(machine, { ...peer, kind: 'veth' });
  if (withPeer.kind === 'refused') return withPeer;
  const both = addDevice(withPeer.machine, { ...device, kind: 'veth' });
  if (both.kind === 'refused') {
    return { ...both, left: withNumbersOf(machine, both.left ?? withPeer.machine) };
  }
  const peerPlace = newestPlace(machine, withPeer.machine, peer.namespace);
  const place = newestPlace(withPeer.machine, both.machine, device.namespace);
  const joined = join(join(both.machine, place, peerPlace), peerPlace, place);
  const settled = settleLowerLayer(settleLowerLayer(joined, place), peerPlace);
  const known = knowNamespace(settled, place.namespace, peerPlace.namespace);
  return made(knowNamespace(known, peerPlace.namespace, place.namespace));
}

/** A device that is taken away again has had its ifindex. Source: `rtnl_newlink_create`. */
export function withNumbersOf(before: Machine, after: Machine): Machine {
  return [...before.namespaces.keys()].reduce((machine, name) => {
    const namespace = namespaceOf(before, name);
    const { lastIfindex } = namespaceOf(after, name);
    return withNamespace(machine, name, namespace.set('lastIfindex', lastIfindex));
  }, before);
}

function newestPlace(before: Machine, after: Machine, name: string): LinkPlace {
  const known = new Set(namespaceOf(before, name).links.map((link) => link.index));
  const link = namespaceOf(after, name).links.find(({ index }) => !known.has(index));
  return { namespace: name, index: link?.index ?? 0 };
}

/** Lets one end of a veth know where its other end is. */
export function join(machine: Machine, place: LinkPlace, peer: LinkPlace): Machine {
  const namespace = namespaceOf(machine, place.namespace);
  const link = { ...linkAt(machine, place), peer };
  return withNamespace(machine, place.namespace, withLink(namespace, link));
}

/** The lowest free name of a kind: veth0, veth1 and so on. */
function freeName(namespace: Namespace, kind: LinkKind): string {
  let number = 0;
  while (linkByName(namespace, `${kind}${number}`) !== undefined) number += 1;
  return `${kind}${number}`;
}

/** The next ifindex: numbers go up, and those of devices that were moved in are left out. Source: `dev_index_reserve`. */
export function freeIndex(namespace: Namespace): number {
  let index = namespace.lastIfindex + 1;
  while (linkByIndex(namespace, index) !== undefined) index += 1;
  return index;
}
