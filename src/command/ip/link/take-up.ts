import { bringUp } from '../../../machine/link-state.js';
import type { Machine } from '../../../machine/machine.js';
import { openWireguard } from '../../../machine/wireguard-device.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { refuseByErrno } from '../arguments.js';

/** Takes a device up. @throws Refusal when its driver can't: the port of a WireGuard device is another socket's */
export function takeUp(machine: Machine, place: LinkPlace): Machine {
  return bringUp(openWireguard(machine, place) ?? refuseByErrno('EADDRINUSE'), place);
}
