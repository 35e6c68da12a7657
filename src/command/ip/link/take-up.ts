import { bringUp, bringUpRefusal } from '../../../machine/link-state.js';
import type { Machine } from '../../../machine/machine.js';
import { openWireguard } from '../../../machine/wireguard-device.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { refuseByErrno } from '../arguments.js';

/**
 * Takes a device up. @throws Refusal when its driver can't: the port of a WireGuard device is another socket's, the device below a VLAN is
 * down
 */
export function takeUp(machine: Machine, place: LinkPlace): Machine {
  const error = bringUpRefusal(machine, place);
  if (error !== undefined) refuseByErrno(error);
  const opened = openWireguard(machine, place);
  return bringUp(typeof opened === 'string' ? refuseByErrno(opened) : opened, place);
}
