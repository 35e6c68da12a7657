import type { ErrnoName } from '../errno.js';
import { settleBridges } from '../namespace/bridge.js';
import { changeSettings, linkDown, linkUp, setCarrier } from '../namespace/link-events.js';
import { keepingBelow } from '../namespace/link-kind/macvlan.js';
import type { LowerFollowing } from '../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../namespace/link-kind/link-kinds.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { setMtu } from '../namespace/mtu.js';
import { linkByIndex } from '../namespace/namespace.js';
import { allFollowers } from './followers.js';
import { change, findLink, linkAt } from './link-at.js';
import { settleLowerLayer } from './lower-layer.js';
import { withNamespace, type Machine } from './machine.js';
import { isAddressTaken } from './macvlan-port.js';
import { announceCarriers } from './path-cost.js';

/**
 * Takes a device up. The two ends of a veth have their carrier when both are up: this end has it as it comes up, the other one hears
 * of it after. Source: `veth_open`.
 */
export function bringUp(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  if (up) return machine;
  const raised = settleBridgesAt(raise(inheritLladdr(machine, place), place), place, peer);
  return announceCarriers(machine, settleCarrier(followLower(machine, raised), place));
}

/** What follows the address of the device below only while it is up has it as it comes up. Source: `vlan_dev_inherit_address`. */
function inheritLladdr(machine: Machine, place: LinkPlace): Machine {
  const link = linkAt(machine, place);
  const { kind, lower, ownLladdr } = link;
  const below = lower === undefined ? undefined : findLink(machine, lower);
  if (below === undefined || ownLladdr || traitsOf(kind).follows?.lladdr(link) !== 'while up') {
    return machine;
  }
  const { lladdr } = below;
  return change(machine, place, (namespace, index) => changeSettings(namespace, index, { lladdr }));
}

/** Why a device can't be taken up; undefined when it can. Source: `vlan_dev_open`, `macvlan_open`. */
export function bringUpRefusal(machine: Machine, place: LinkPlace): ErrnoName | undefined {
  const link = linkAt(machine, place);
  if (link.up || link.lower === undefined) return undefined;
  if (isAddressTaken(machine, place, link.lladdr)) return 'EADDRINUSE';
  const needsUp = traitsOf(link.kind).follows?.needsUp(link) === true;
  return needsUp && findLink(machine, link.lower)?.up === false ? 'ENETDOWN' : undefined;
}

function raise(machine: Machine, place: LinkPlace): Machine {
  const { peer } = linkAt(machine, place);
  if (peer === undefined) return change(machine, place, linkUp);
  if (!linkAt(machine, peer).up) return change(machine, place, linkUp);
  const live = change(machine, place, (namespace, index) => setCarrier(namespace, index, true));
  const risen = change(live, place, linkUp);
  return change(risen, peer, (namespace, index) => setCarrier(namespace, index, true));
}

/** Takes a device down. Both ends of a veth lose their carrier. Source: `veth_close`. */
export function takeDown(machine: Machine, place: LinkPlace): Machine {
  const { up, peer } = linkAt(machine, place);
  if (!up) return machine;
  return followLower(machine, settleBridgesAt(sink(machine, place), place, peer));
}

function sink(machine: Machine, place: LinkPlace): Machine {
  const { carrier, peer, kind } = linkAt(machine, place);
  const fallen = change(machine, place, linkDown);
  if (traitsOf(kind).follows?.carrierWhileDown === false) return loseCarrier(fallen, place);
  if (peer === undefined || !carrier) return fallen;
  const silent = loseCarrier(loseCarrier(fallen, place), peer);
  return settleLowerLayer(settleLowerLayer(silent, place), peer);
}

/** Has the bridges follow a device that came up or went down, and its other end. */
function settleBridgesAt(machine: Machine, ...places: readonly (LinkPlace | undefined)[]): Machine {
  const names = new Set(places.flatMap((place) => (place === undefined ? [] : [place.namespace])));
  return [...names].reduce((before, name) => {
    const namespace = before.namespaces.get(name);
    return namespace === undefined ? before : withNamespace(before, name, settleBridges(namespace));
  }, machine);
}

/** A device loses its carrier; nothing when it has none or isn't there any more. */
function loseCarrier(machine: Machine, place: LinkPlace): Machine {
  const namespace = machine.namespaces.get(place.namespace);
  if (namespace === undefined || linkByIndex(namespace, place.index) === undefined) return machine;
  return change(machine, place, (before, index) => setCarrier(before, index, false));
}

/**
 * Has the devices that lie on others follow what a change made of those: whether they are up, their carrier, their address, their MTU.
 *
 * @param before - the machine before that change
 */
export function followLower(before: Machine, machine: Machine): Machine {
  return allFollowers(machine).reduce((current, { place, link }) => {
    const follows = traitsOf(link.kind).follows;
    if (follows === undefined || link.lower === undefined) return current;
    const was = findLink(before, link.lower);
    const is = findLink(current, link.lower);
    if (was === undefined || is === undefined || FOLLOWED.every((what) => was[what] === is[what])) {
      return current;
    }
    return follow(current, place, follows, { was, is });
  }, machine);
}

/** What devices follow of the one that they lie on. */
const FOLLOWED = ['up', 'carrier', 'lladdr', 'mtuBytes'] as const satisfies readonly (keyof Link)[];

function follow(
  machine: Machine,
  place: LinkPlace,
  follows: LowerFollowing,
  { was, is }: { readonly was: Link; readonly is: Link },
): Machine {
  const link = findLink(machine, place);
  if (link === undefined) return machine;
  let after = machine;
  if (is.lladdr !== was.lladdr) after = followLladdr(after, place, follows, is);
  const isShrinking = is.mtuBytes !== was.mtuBytes && follows.shrinks !== false;
  if (isShrinking && (link.mtuBytes > is.mtuBytes || follows.equalMtu === true)) {
    after = changeFollowed(after, place, (namespace, index) =>
      setMtu(namespace, index, is.mtuBytes),
    );
  }
  if (was.up && !is.up && follows.up(link)) after = takeDown(after, place);
  if (is.up && !was.up && follows.up(link)) after = bringUp(after, place);
  // Of the carrier of a device that is down nobody hears. Source: `linkwatch_do_dev`.
  return was.up || is.up ? settleCarrier(after, place) : after;
}

function followLladdr(
  machine: Machine,
  place: LinkPlace,
  { lladdr: whenOf }: LowerFollowing,
  { lladdr }: Link,
): Machine {
  const link = findLink(machine, place);
  if (link === undefined) return machine;
  const when = whenOf(link);
  if (when === 'never' || (link.ownLladdr && when !== 'always')) return machine;
  if (when === 'while up' && !link.up) return machine;
  // An address that the device below had from this one it doesn't keep.
  const heard = link.lladdr === lladdr ? {} : keepingBelow(link, lladdr);
  return changeFollowed(machine, place, (namespace, index) =>
    changeSettings(namespace, index, { lladdr, ...heard }),
  );
}

/** The carrier of the device below is its own. Source: `netif_stacked_transfer_operstate`. */
function settleCarrier(machine: Machine, place: LinkPlace): Machine {
  const link = findLink(machine, place);
  const follows = link === undefined ? undefined : traitsOf(link.kind).follows;
  const lower = link?.lower === undefined ? undefined : findLink(machine, link.lower);
  if (link === undefined || lower === undefined || follows?.carrier !== true) return machine;
  return settleLowerLayer(
    changeFollowed(machine, place, (namespace, index) =>
      setCarrier(namespace, index, lower.carrier),
    ),
    place,
  );
}

/** Makes a change to a device, which those that lie on it follow. */
export function changeFollowed(
  machine: Machine,
  place: LinkPlace,
  by: Parameters<typeof change>[2],
): Machine {
  const after = change(machine, place, by);
  if (after === machine) return machine;
  return announceCarriers(machine, followLower(machine, change(after, place, settleBridges)));
}
