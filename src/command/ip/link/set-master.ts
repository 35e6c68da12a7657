import { findLink, linkAt } from '../../../machine/link-at.js';
import type { Machine } from '../../../machine/machine.js';
import { enslavePort, releasePort } from '../../../machine/ports.js';
import { HARDWARE } from '../../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { Refusal } from '../../refusal.js';
import { refuseNotSimulated } from '../arguments.js';
import { refuseAsKernel } from '../kernel-answer.js';
import type { LinkRequest } from './link-request.js';

/** Makes the device a port of another, or of none: of the one before in no case. @throws Refusal where the kernel refuses. Source: `do_set_master`. */
export function setMaster(
  machine: Machine,
  place: LinkPlace,
  master: LinkRequest['master'],
): Machine {
  if (master === undefined) return machine;
  if (master === null) return releasePort(machine, place);
  const before = linkAt(machine, place).master;
  if (before === master) return machine;
  const released = before === undefined ? machine : releasePort(machine, place);
  const edit = enslavePort(released, place, master);
  if (edit.kind === 'edited') {
    refuseWithoutFrames(machine, place, master);
    return edit.machine;
  }
  try {
    return refuseAsKernel(edit);
  } catch (error) {
    throw error instanceof Refusal && before !== undefined ? error.leaving(released) : error;
  }
}

/** A bond becomes a device of the kind of its first port, which is simulated for Ethernet alone. @throws Refusal. Source: `bond_setup_by_slave` */
function refuseWithoutFrames(machine: Machine, place: LinkPlace, master: number): void {
  const isBond = findLink(machine, { ...place, index: master })?.kind === 'bond';
  const { hardware } = traitsOf(linkAt(machine, place).kind);
  if (isBond && hardware !== HARDWARE.ether) {
    refuseNotSimulated('ip link set master BOND of a device without Ethernet');
  }
}
