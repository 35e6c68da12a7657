import type { LinkPlace } from '../namespace/link.js';
import { releaseAll } from '../namespace/bridge.js';
import { removeLink } from '../namespace/link-events.js';
import { change, linkAt, takeDown } from './link-state.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Machine } from './machine.js';

/** Takes a device away, a veth with both its ends. Source: `rtnl_delete_link`, `veth_dellink`. */
export function removeDevice(machine: Machine, place: LinkPlace): Machine {
  const { peer } = linkAt(machine, place);
  const gone = change(takeDown(machine, place), place, removeAlone);
  return peer === undefined ? gone : change(gone, peer, removeAlone);
}

function removeAlone(namespace: Namespace, index: number): Namespace {
  return removeLink(releaseAll(namespace, index), index);
}
