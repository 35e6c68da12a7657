import type { InterfaceAddress } from '../../../namespace/address/interface-address.js';
import type { Link } from '../../../namespace/link.js';
import { kindName } from '../../../namespace/link-kind/link-kinds.js';
import { masterOf, type Namespace } from '../../../namespace/namespace.js';
import { matchesPattern } from '../../fnmatch.js';
import type { InetPrefix } from '../address-arguments.js';
import { KERNEL_KINDS } from './kind/kinds.js';

/** One property of an address that can be asked for, or for its absence. */
export interface WantedFlag {
  readonly flag: string;
  readonly on: boolean;
}

/** Which devices and addresses `ip link show`, `ip address show` and `ip address flush` are about. */
export interface LinkSelection {
  readonly device: string | undefined;
  /** Only devices that are up, or only those that are down. */
  readonly up: boolean;
  readonly down: boolean;
  readonly group: number | undefined;
  /** ifindex of the bridge whose ports are meant; undefined for all devices. */
  readonly master: number | undefined;
  readonly kind: string | undefined;
  /** Only ports of that kind: those of a bridge are `bridge_slave`. */
  readonly slaveKind: string | undefined;
  readonly to: InetPrefix | undefined;
  /** Undefined for every scope. */
  readonly scope: number | undefined;
  readonly flags: readonly WantedFlag[];
  /** A pattern in the notation of fnmatch(3). */
  readonly label: string | undefined;
  readonly protocol: number | undefined;
}

/**
 * Reports whether the kernel lists a device, of those that it is asked for. The rest is for the tool to leave out.
 *
 * @param sparse - it is the kernel's IPv6 listing, which has every device. Source: `inet6_dump_ifinfo`.
 */
export function isListed(selection: LinkSelection, link: Link, sparse: boolean): boolean {
  if (sparse) return true;
  return (
    (selection.master === undefined || selection.master === link.master) &&
    (selection.kind === undefined || !KERNEL_KINDS.has(selection.kind) || isOfKind(selection, link))
  );
}

/** Reports whether the tool prints a device that the kernel lists. Source: `print_linkinfo` of iproute2. */
export function isShown(
  selection: LinkSelection,
  namespace: Namespace,
  link: Link,
  sparse: boolean,
): boolean {
  return (
    isInState(selection, link) &&
    // The kernel's IPv6 listing says nothing of kinds, masters and groups.
    (sparse
      ? [selection.kind, selection.slaveKind, selection.master].every(
          (asked) => asked === undefined,
        )
      : isOfKind(selection, link) &&
        (selection.master === undefined || selection.master === link.master) &&
        (selection.slaveKind === undefined ||
          selection.slaveKind === slaveKindOf(namespace, link)) &&
        (selection.group === undefined || selection.group === link.group))
  );
}

function isOfKind({ kind }: LinkSelection, link: Link): boolean {
  return kind === undefined || kind === kindOf(link);
}

/** Reports whether a device is up, or down, as it is asked for. */
export function isInState({ up, down }: LinkSelection, link: Link): boolean {
  return !(up && !link.up) && !(down && link.up);
}

/** The kind that a port is of: that of the device whose port it is, `bridge_slave`. */
function slaveKindOf(namespace: Namespace, port: Link): string | undefined {
  const device = masterOf(namespace, port);
  return device === undefined ? undefined : `${kindName(device.kind)}_slave`;
}

function kindOf(link: Link): string | undefined {
  return link.kind === 'loopback' ? undefined : kindName(link.kind);
}

/** Reports whether an address of a device is selected. Source: `print_addrinfo` of iproute2. */
export function selectsAddress(
  selection: LinkSelection,
  link: Link,
  address: InterfaceAddress,
): boolean {
  const { to, scope, protocol, label } = selection;
  return (
    (scope === undefined || scope === address.scope) &&
    selection.flags.every(({ flag, on }) => hasFlag(address, flag) === on) &&
    // Addresses that have no origin pass.
    (protocol === undefined || address.protocol === 0 || protocol === address.protocol) &&
    (label === undefined || matchesPattern(label, address.label || link.name)) &&
    (to === undefined || lies(address, to))
  );
}

function hasFlag(address: InterfaceAddress, flag: string): boolean {
  if (flag === 'secondary' || flag === 'temporary') return address.secondary;
  if (flag === 'permanent') return true;
  return [...address.flags].some((own) => own === flag);
}

function lies({ local }: InterfaceAddress, { address, family, length }: InetPrefix): boolean {
  if (address === undefined) return true;
  if (family !== local.family) return false;
  return address.words.every((word, index) => {
    const bits = Math.min(Math.max(length - 32 * index, 0), 32);
    const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
    return ((word ^ (local.words[index] ?? 0)) & mask) >>> 0 === 0;
  });
}
