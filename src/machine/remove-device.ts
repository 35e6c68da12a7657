import type { LinkPlace } from '../namespace/link.js';
import { releaseAll } from '../namespace/bridge.js';
import { changeSettings, removeLink } from '../namespace/link-events.js';
import { followersOf } from './followers.js';
import { change, findLink, linkAt } from './link-at.js';
import { releasePort, releasePorts } from './ports.js';
import { changeFollowed, takeDown } from './link-state.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Machine } from './machine.js';

/**
 * Takes a device away, a veth with both its ends, with what lies on it. One below a macvlan device that passed all through gets its address back. Source: `rtnl_delete_link`,
 * `veth_dellink`, `macvlan_port_destroy`.
 */
export function removeDevice(machine: Machine, place: LinkPlace): Machine {
  const { peer, lower, settings } = linkAt(machine, place);
  const bare = removeFollowers(releasePorts(machine, place), place);
  const alone = peer === undefined ? bare : removeFollowers(bare, peer);
  const gone = removeReleased(alone, place);
  const bereft = peer === undefined ? gone : removeReleased(gone, peer);
  const lladdr = settings.kind === 'macvlan' ? settings.lladdrBelow : '';
  if (lower === undefined || lladdr === '' || findLink(bereft, lower) === undefined) return bereft;
  return changeFollowed(bereft, lower, (namespace, index) =>
    changeSettings(namespace, index, { lladdr }),
  );
}

/** A device that goes is down, and a port of nothing, before. Source: `unregister_netdevice_many_notify`. */
function removeReleased(machine: Machine, place: LinkPlace): Machine {
  return change(releasePort(takeDown(machine, place), place), place, removeAlone);
}

/** Takes away what lies on a device. */
function removeFollowers(machine: Machine, place: LinkPlace): Machine {
  return followersOf(machine, place).reduce(
    (before, { place: follower }) =>
      findLink(before, follower) === undefined ? before : removeDevice(before, follower),
    machine,
  );
}

function removeAlone(namespace: Namespace, index: number): Namespace {
  return removeLink(releaseAll(namespace, index), index);
}
