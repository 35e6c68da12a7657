import type { LinkPlace } from '../namespace/link.js';
import { releaseAll } from '../namespace/bridge.js';
import { removeLink } from '../namespace/link-events.js';
import { traitsOf } from '../namespace/link-kind/link-kinds.js';
import { existingLink, linkByIndex, linkByName, withLink } from '../namespace/namespace.js';
import { startDeviceSysctls } from '../namespace/sysctl/sysctl-devices.js';
import { freeIndex, join } from './add-device.js';
import { followersOf, type Follower } from './followers.js';
import { change, linkAt } from './link-at.js';
import { takeDown } from './link-state.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { denied, type MachineEdit } from './machine-edit.js';
import { knowNamespace } from './netns-ids.js';
import { isFallback } from './tunnel-devices.js';

/** A device that was moved, and where it is now. */
export type MoveEdit =
  | { readonly kind: 'moved'; readonly machine: Machine; readonly place: LinkPlace }
  | Extract<MachineEdit, { kind: 'refused' }>;

/**
 * Moves a device into another namespace. It goes down, loses its addresses and sysctl values, and keeps its settings, and its ifindex
 * if that is free there. The namespace that it leaves gives the other one an id. Source: `__dev_change_net_namespace`.
 *
 * @param index - the ifindex that it should have there; undefined leaves it to the kernel
 */
export function moveDevice(
  machine: Machine,
  place: LinkPlace,
  target: string,
  index?: number,
): MoveEdit {
  const link = linkAt(machine, place);
  if (place.namespace === target) return { kind: 'moved', machine, place };
  if (!traitsOf(link.kind).moves || isFallback(link))
    return denied('EINVAL', 'The interface netns is immutable');
  const there = namespaceOf(machine, target);
  if (linkByName(there, link.name) !== undefined) {
    return denied('EEXIST', 'An interface with the same name exists in the target netns');
  }
  if (index !== undefined && linkByIndex(there, index) !== undefined) return denied('EBUSY');
  const wanted = index ?? link.index;
  const isFree = linkByIndex(there, wanted) === undefined;
  const newIndex = isFree ? wanted : freeIndex(there);
  const followers = followersOf(machine, place);
  const down = change(takeDown(machine, place), place, releaseAll);
  const moved = { ...linkAt(down, place), ...RESET, index: newIndex };
  const left = knowNamespace(change(down, place, removeLink), place.namespace, target);
  const settled = namespaceOf(left, target);
  const numbered = isFree ? settled : settled.set('lastIfindex', newIndex);
  const arrived = startDeviceSysctls(withLink(numbered, moved), link.name);
  const newPlace = { namespace: target, index: newIndex };
  const put = withNamespace(left, target, arrived);
  return {
    kind: 'moved',
    machine: knowBirth(relay(rejoin(put, newPlace, link.peer), followers, newPlace), newPlace),
    place: newPlace,
  };
}

/** What a device doesn't take along. */
const RESET = {
  addresses: [],
  started: false,
  groupLladdrs: [],
  ready6: false,
  routerGroups6: false,
  ownConf4: false,
} as const;

function rejoin(machine: Machine, place: LinkPlace, peer: LinkPlace | undefined): Machine {
  if (peer === undefined) return machine;
  const joined = join(machine, peer, place);
  const known = knowNamespace(joined, place.namespace, peer.namespace);
  return knowNamespace(known, peer.namespace, place.namespace);
}

/** A tunnel stays bound to the namespace in which it was made. */
function knowBirth(machine: Machine, place: LinkPlace): Machine {
  const { settings } = linkAt(machine, place);
  const isBound =
    settings.kind === 'tunnel' || settings.kind === 'ip6tnl' || settings.kind === 'xfrm';
  if (!isBound) return machine;
  return knowNamespace(machine, place.namespace, settings.birthNamespace);
}

/** Those that lie on the device find it in its new place, and it finds the one that it lies on. */
function relay(machine: Machine, followers: readonly Follower[], lower: LinkPlace): Machine {
  const own = linkAt(machine, lower).lower;
  const known =
    own === undefined ? machine : knowNamespace(machine, lower.namespace, own.namespace);
  return followers.reduce(
    (before, { place }) =>
      knowNamespace(
        change(before, place, (namespace, index) =>
          withLink(namespace, { ...existingLink(namespace, index), lower }),
        ),
        place.namespace,
        lower.namespace,
      ),
    known,
  );
}
