import type { Address } from '../../address/address.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import type { LinkKind } from '../../namespace/link.js';
import { linkByIndex } from '../../namespace/namespace.js';
import { sendByBond } from './link/bond.js';
import { sendByIpvlan } from './link/ipvlan.js';
import { sendByMacvlan } from './link/macvlan.js';
import { sendByVlan } from './link/vlan.js';
import type { Move } from './move.js';
import type { Sends } from './frame-driver.js';

/** By kind of device that has frames; what the others are given has left. */
export const SENDS: Readonly<Partial<Record<LinkKind, Sends>>> = {
  // Source: `veth_xmit`.
  veth: (_machine, { link: { peer }, header }) =>
    peer === undefined ? [] : [{ kind: 'receive', place: peer, header }],
  // Source: `br_dev_xmit`.
  bridge: (_machine, { place, header }) => [{ kind: 'bridge', place, header, port: undefined }],
  // Source: `gre_tap_xmit`.
  gretap: (_machine, { place, header }) => [{ kind: 'wrap', place, header }],
  // Source: `vxlan_xmit`, `geneve_xmit`.
  vxlan: (_machine, { place, header }) => [{ kind: 'wrap', place, header }],
  geneve: (_machine, { place, header }) => [{ kind: 'wrap', place, header }],
  vlan: sendByVlan,
  bond: sendByBond,
  macvlan: sendByMacvlan,
  ipvlan: sendByIpvlan,
};

/**
 * What becomes of a frame that a device is to send. One that is down sends nothing.
 *
 * @param target - destination of the packet in it; undefined for a frame that asks who is there
 */
export function sent(
  machine: Machine,
  { place, header: given }: Pick<Move, 'place' | 'header'>,
  target: Address | undefined,
): readonly Move[] {
  const link = linkByIndex(namespaceOf(machine, place.namespace), place.index);
  if (link?.up !== true) return [];
  // Who has taken it for its host is no matter to others.
  const { taken: _taken, ...header } = given;
  return SENDS[link.kind]?.(machine, { place, link, header, target }) ?? [];
}
