import type { Address } from '../../../address/address.js';
import { sameAddress } from '../../../address/address.js';
import type { Machine } from '../../../machine/machine.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import type { IpvlanSettings } from '../../../namespace/link-kind/ipvlan.js';
import { lyingOn, type PlacedLink } from '../lying-on.js';
import { isForMany, type Move } from '../move.js';
import type { Sends } from '../frame-driver.js';

/** The settings of an IPvlan device; undefined for any other. */
export function ipvlanOf({ settings }: Pick<Link, 'settings'>): IpvlanSettings | undefined {
  return settings.kind === 'ipvlan' ? settings : undefined;
}

/**
 * At layer 2 an IPvlan device has the device below send its frames, and what is for many goes to the others on that one too. What is for its own
 * address, which all of them share, is for the one that has the packet's address, else for the host below. Source: `ipvlan_xmit_mode_l2`,
 * `ipvlan_process_multicast`.
 */
export const sendByIpvlan: Sends = (machine, { place, link, header, target }) => {
  const { lower } = link;
  const settings = ipvlanOf(link);
  if (lower === undefined || settings === undefined) return [];
  const below: Move = { kind: 'send', place: lower, header };
  const { to } = header;
  if (isForMany(to)) {
    const others = lyingOn(machine, lower, 'ipvlan').filter(
      (one) => one.link.up && ipvlanOf(one.link)?.number !== settings.number,
    );
    return [...others.map((one): Move => ({ kind: 'receive', place: one.place, header })), below];
  }
  if (to !== link.lladdr || settings.flag === 'vepa') return [below];
  const owner = ipvlanWith(machine, lower, target);
  if (owner === undefined) return [{ kind: 'receive', place: lower, header }];
  return settings.flag === 'private'
    ? [{ kind: 'lost', place, header, at: 'private IPvlan device' }]
    : [{ kind: 'receive', place: owner.place, header }];
};

/** The IPvlan device on a device that has an address. Source: `ipvlan_addr_lookup`. */
export function ipvlanWith(
  machine: Machine,
  lower: LinkPlace,
  address: Address | undefined,
): PlacedLink | undefined {
  if (address === undefined) return undefined;
  return lyingOn(machine, lower, 'ipvlan').find(({ link }) =>
    link.addresses.some(({ local }) => sameAddress(local, address)),
  );
}

/**
 * The IPvlan devices that have a frame which came in by the device below: that with the packet's address, or at layer 2 all when it is for many;
 * undefined when it is for the host below. In what comes in at layer 3 with its netfilter (`l3s`) that host has a part: it is not followed.
 * Source: `ipvlan_handle_frame`, `ipvlan_l3_rcv`.
 */
export function ipvlansFor(
  machine: Machine,
  {
    place,
    header,
    target,
  }: Pick<Move, 'place' | 'header'> & { readonly target?: Address | undefined },
): readonly Move[] | undefined {
  const above = lyingOn(machine, place, 'ipvlan');
  const mode = above.map(({ link }) => ipvlanOf(link)?.mode)[0];
  if (mode === 'l2' && isForMany(header.to)) {
    return above
      .filter(({ link }) => link.up)
      .map((one) => ({ kind: 'receive', place: one.place, header }));
  }
  const owner = ipvlanWith(machine, place, target);
  if (owner === undefined) return undefined;
  return mode === 'l3s' ? [] : [{ kind: 'receive', place: owner.place, header }];
}
