import type { LinkPlace } from '../namespace/link.js';
import { removeLink } from '../namespace/link-events.js';
import { change, linkAt, takeDown } from './link-state.js';
import type { Machine } from './machine.js';

/** Takes a device away, a veth with both its ends. Source: `rtnl_delete_link`, `veth_dellink`. */
export function removeDevice(machine: Machine, place: LinkPlace): Machine {
  const { peer } = linkAt(machine, place);
  const gone = change(takeDown(machine, place), place, removeLink);
  return peer === undefined ? gone : change(gone, peer, removeLink);
}
