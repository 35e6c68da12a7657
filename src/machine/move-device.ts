import { isSamePlace, type LinkPlace } from '../namespace/link.js';
import { releaseAll } from '../namespace/bridge.js';
import { removeLink } from '../namespace/link-events.js';
import { reportedBirth } from '../namespace/link-kind/birth-namespace.js';
import { traitsOf } from '../namespace/link-kind/link-kinds.js';
import {
  existingLink,
  linkByIndex,
  linkByName,
  withLink,
  type Namespace,
} from '../namespace/namespace.js';
import { startDeviceSysctls } from '../namespace/sysctl/sysctl-devices.js';
import { freeIndex, join } from './add-device.js';
import { allFollowers, followersOf, type Follower } from './followers.js';
import { change, findLink, linkAt } from './link-at.js';
import { takeDown } from './link-state.js';
import { settleLowerLayer } from './lower-layer.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { denied, type MachineEdit } from './machine-edit.js';
import { knowNamespace } from './netns-ids.js';
import { resolveName } from './rename-device.js';
import { isFallback } from './tunnel-devices.js';

/** A device that was moved, and where it is now. */
export type MoveEdit =
  | { readonly kind: 'moved'; readonly machine: Machine; readonly place: LinkPlace }
  | Extract<MachineEdit, { kind: 'refused' }>;

/** What a device that moves should have there. */
export interface AskedOfMove {
  /** Undefined leaves it to the kernel. */
  readonly index?: number | undefined;
  /** A name, or a pattern of one, for where another device has its own. */
  readonly name?: string | undefined;
}

/**
 * Moves a device into another namespace. It goes down, loses its addresses and sysctl values, and keeps its settings, and its name and ifindex
 * if they are free there. The namespace that it leaves gives the other one an id. Source: `__dev_change_net_namespace`.
 */
export function moveDevice(
  machine: Machine,
  place: LinkPlace,
  target: string,
  { index, name: wantedName }: AskedOfMove = {},
): MoveEdit {
  const link = linkAt(machine, place);
  if (place.namespace === target) return { kind: 'moved', machine, place };
  if (!traitsOf(link.kind).moves || isFallback(link))
    return denied('EINVAL', 'The interface netns is immutable');
  const there = namespaceOf(machine, target);
  const name = nameThere(there, link.name, wantedName);
  if (typeof name !== 'string') return name;
  if (index !== undefined && linkByIndex(there, index) !== undefined) return denied('EBUSY');
  const wanted = index ?? link.index;
  const isFree = linkByIndex(there, wanted) === undefined;
  const newIndex = isFree ? wanted : freeIndex(there);
  const followers = followersOf(machine, place);
  const down = change(takeDown(machine, place), place, releaseAll);
  const moved = { ...linkAt(down, place), ...RESET, name, index: newIndex };
  const left = knowNamespace(change(down, place, removeLink), place.namespace, target);
  const settled = namespaceOf(left, target);
  const numbered = isFree ? settled : settled.set('lastIfindex', newIndex);
  const arrived = startDeviceSysctls(withLink(numbered, moved), name);
  const newPlace = { namespace: target, index: newIndex };
  const put = withNamespace(left, target, arrived);
  const known = knowBirth(relay(rejoin(put, newPlace, link.peer), followers, newPlace), newPlace);
  const silent = silencedBy(machine, known, { from: place, to: newPlace });
  return { kind: 'moved', machine: silent.reduce(settleLowerLayer, known), place: newPlace };
}

/** The devices that lost their carrier as another moved: only when it is there the kernel looks at what they lie on. Source: `linkwatch_do_dev`. */
function silencedBy(
  before: Machine,
  machine: Machine,
  { from, to }: { readonly from: LinkPlace; readonly to: LinkPlace },
): readonly LinkPlace[] {
  const { peer } = linkAt(machine, to);
  const followers = allFollowers(machine).map(({ place }) => place);
  return [to, ...(peer === undefined ? [] : [peer]), ...followers].filter((place) => {
    const was = findLink(before, isSamePlace(place, to) ? from : place);
    return was?.carrier === true && findLink(machine, place)?.carrier === false;
  });
}

/** The name that a device has where it goes: its own, or else the one that was asked for. */
function nameThere(
  there: Namespace,
  own: string,
  wanted: string | undefined,
): string | Extract<MachineEdit, { kind: 'refused' }> {
  if (linkByName(there, own) === undefined) return own;
  if (wanted === undefined) {
    return denied('EEXIST', 'An interface with the same name exists in the target netns');
  }
  const name = resolveName(there, wanted);
  if (name !== undefined && linkByName(there, name) === undefined) return name;
  return denied(
    'EEXIST',
    `Unable to use '${wanted}' for the new interface name in the target netns`,
  );
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
  const birth = reportedBirth(linkAt(machine, place));
  return birth === undefined ? machine : knowNamespace(machine, place.namespace, birth);
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
