import type { Address } from '../../address/address.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, masterOf, type Namespace } from '../../namespace/namespace.js';
import { isUsed } from './link/bond.js';
import { ipvlansFor } from './link/ipvlan.js';
import { macvlansFor } from './link/macvlan.js';
import { receiveTagged } from './link/vlan.js';
import { isForMany, type Move } from './move.js';

interface Received extends Pick<Move, 'place' | 'header'> {
  /** Destination of the packet in the frame; undefined for a frame that asks who is there. */
  readonly target: Address | undefined;
}

/**
 * What becomes of a frame that comes in by a device: a VLAN device has it whose tag it has, then the bridge or bond that the device is a port of, or
 * the macvlan or IPvlan devices on it; what is left is for this host. One that is down receives nothing. Source: `__netif_receive_skb_core`.
 */
export function received(machine: Machine, frame: Received): readonly Move[] {
  const { place, header } = frame;
  const namespace = namespaceOf(machine, place.namespace);
  const link = linkByIndex(namespace, place.index);
  if (link?.up !== true) return [];
  // A frame of VLAN 0 has a priority, and no VLAN.
  if (header.tags[0] === 0) {
    return received(machine, { ...frame, header: { ...header, tags: header.tags.slice(1) } });
  }
  const tagged = receiveTagged(machine, frame);
  if (tagged !== undefined) return tagged;
  const passed = passUp(namespace, frame, link);
  if (passed !== undefined) return passed;
  const sharing = ipvlansFor(machine, frame);
  if (sharing !== undefined) {
    return isForMany(header.to) ? [...receiveHere(machine, frame, link), ...sharing] : sharing;
  }
  const { moves, copies, isEnd } = macvlansFor(machine, frame);
  if (isEnd) return copies;
  const isTaken = moves.length > 0 && !isForMany(header.to);
  const here = isTaken ? [] : receiveHere(machine, frame, link);
  // That a frame isn't for the host below is no loss where somebody has a copy.
  const left = copies.length === 0 ? here : here.filter(({ kind }) => kind !== 'lost');
  return [...copies, ...left, ...moves];
}

/** The bridge or the bond of a port has what comes in by it. Source: `br_handle_frame`, `bond_handle_frame`. */
function passUp(
  namespace: Namespace,
  { place, header }: Received,
  link: Link,
): readonly Move[] | undefined {
  const master = masterOf(namespace, link);
  if (master === undefined) return undefined;
  const above = { ...place, index: master.index };
  if (master.kind === 'bridge') return [{ kind: 'bridge', place: above, header, port: place }];
  if (master.kind !== 'bond') return undefined;
  if (isUsed(master.settings, link.index)) return [{ kind: 'receive', place: above, header }];
  return [{ kind: 'lost', place, header, at: `port of ${master.name} that is not in use` }];
}

/** What is left of a frame is for this host if it is addressed to the device, or to many. Source: `eth_type_trans`, `ip_rcv_core`. */
function receiveHere(machine: Machine, { place, header }: Received, link: Link): readonly Move[] {
  const isTagged = header.tags.length > 0;
  if (!isTagged && (header.taken === true || isAddressed(machine, link, header.to)))
    return [{ kind: 'arrive', place, header }];
  const at = isTagged ? 'frame of another VLAN' : 'frame for another host';
  return [{ kind: 'lost', place, header, at, reason: 'OTHERHOST' }];
}

/** A VLAN device has what was addressed to the device below too. */
function isAddressed(machine: Machine, { lladdr, kind, lower }: Link, to: string | null): boolean {
  if (isForMany(to) || to === lladdr) return true;
  if (kind !== 'vlan' || lower === undefined) return false;
  const below = linkByIndex(namespaceOf(machine, lower.namespace), lower.index);
  return below !== undefined && isAddressed(machine, below, to);
}
