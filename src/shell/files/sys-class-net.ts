import { operState } from '../../command/ip/link/link-state-words.js';
import { namespaceOf } from '../../machine/machine.js';
import { forwards } from '../../namespace/bridge-ports.js';
import { portsOf } from '../../namespace/bridge.js';
import type { LinkKind } from '../../namespace/link-kind/link-kinds.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, masterOf, type Namespace } from '../../namespace/namespace.js';
import type { Session } from '../session.js';
import { makeFileError } from './file-error.js';
import type { VirtualFile, VirtualTree } from './virtual-tree.js';

/** /sys/class/net of the namespace in which the script is: one folder for each device, with what scripts ask of it. Read-only. */
export function sysClassNet(session: Session): VirtualTree {
  const here = (): Namespace => namespaceOf(session.machine, session.namespace);
  return {
    root: '/sys/class/net',
    files: () => filesOf(session.namespace, here()),
    folders: () =>
      here()
        .links.toArray()
        .filter(({ kind }) => kind === 'bridge')
        .map(({ name }) => `${name}/brif`),
    links: () =>
      new Map(
        here()
          .links.toArray()
          .flatMap((link) => linksOf(session.namespace, here(), link))
          .map(({ path, says }) => [path, says]),
      ),
  };
}

function filesOf(name: string, namespace: Namespace): ReadonlyMap<string, VirtualFile> {
  const files = new Map<string, VirtualFile>();
  const add = (path: string, read: () => string): unknown => files.set(path, { read });
  for (const link of namespace.links) {
    for (const [attribute, read] of attributesOf(link)) add(`${link.name}/${attribute}`, read);
    if (link.kind === 'bridge') add(`${link.name}/bridge/stp_state`, () => '0\n');
    if (link.kind === 'bond') add(`${link.name}/bonding/slaves`, () => slavesOf(namespace, link));
    const master = masterOf(namespace, link);
    if (master?.kind === 'bridge') {
      add(`${link.name}/brport/state`, () => portState(link, master));
      add(`${master.name}/brif/${link.name}/state`, () => portState(link, master));
    }
    // What a symbolic link leads to.
    for (const { path, to } of linksOf(name, namespace, link)) {
      for (const [attribute, read] of to === undefined ? [] : attributesOf(to)) {
        add(`${path}/${attribute}`, read);
      }
    }
  }
  return files;
}

/** A symbolic link, and the device to whose folder it leads; undefined where it leads to another folder. */
interface FileLink {
  readonly path: string;
  readonly says: string;
  readonly to?: Link;
}

/** The symbolic links between a device and those that it is a port of or lies on. Source: `netdev_adjacent_sysfs_add`, `br_sysfs_addif`. */
function linksOf(name: string, namespace: Namespace, link: Link): readonly FileLink[] {
  const { lower, kind } = link;
  const below =
    STACKED.has(kind) && lower?.namespace === name
      ? linkByIndex(namespace, lower.index)
      : undefined;
  const master = masterOf(namespace, link);
  return [
    ...(below === undefined ? [] : adjacent(below, link)),
    ...(master === undefined ? [] : adjacent(link, master)),
    ...(master === undefined
      ? []
      : [{ path: `${link.name}/master`, says: `../${master.name}`, to: master }]),
    ...(master?.kind === 'bridge' ? portLinks(link, master) : []),
  ];
}

/** Kinds whose devices are linked with those that they lie on. Source: `netdev_upper_dev_link` */
const STACKED: ReadonlySet<LinkKind> = new Set(['vlan', 'macvlan', 'ipvlan', 'vxlan']);

function adjacent(lower: Link, upper: Link): readonly FileLink[] {
  return [
    { path: `${lower.name}/upper_${upper.name}`, says: `../${upper.name}`, to: upper },
    { path: `${upper.name}/lower_${lower.name}`, says: `../${lower.name}`, to: lower },
  ];
}

function portLinks({ name }: Link, bridge: Link): readonly FileLink[] {
  return [
    { path: `${name}/brport/bridge`, says: `../../${bridge.name}`, to: bridge },
    { path: `${bridge.name}/brif/${name}`, says: `../../${name}/brport` },
  ];
}

/** 3 is forwarding, 0 disabled. Source: `BR_STATE_FORWARDING`. */
function portState(port: Link, bridge: Link): string {
  return forwards(bridge, port) ? '3\n' : '0\n';
}

/** Source: `bonding_show_slaves`. */
function slavesOf(namespace: Namespace, { index }: Link): string {
  const names = portsOf(namespace, index).map(({ name }) => name);
  return names.length === 0 ? '' : `${names.join(' ')}\n`;
}

/** Each attribute and its text, as the kernel prints it (Documentation/ABI/testing/sysfs-class-net). */
function attributesOf(link: Link): [name: string, read: () => string][] {
  return [
    ['address', () => `${link.lladdr}\n`],
    ['carrier', () => readCarrier(link)],
    ['ifindex', () => `${link.index}\n`],
    ['mtu', () => `${link.mtuBytes}\n`],
    ['operstate', () => `${operState(link).toLowerCase()}\n`],
  ];
}

function readCarrier(link: Link): string {
  if (!link.up) throw makeFileError('EINVAL', 'read', `/sys/class/net/${link.name}/carrier`);
  return link.carrier ? '1\n' : '0\n';
}
