import { namespaceOf, withNamespace, type Machine } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import { HARDWARE } from '../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../namespace/link-kind/link-kinds.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import type { Link } from '../../namespace/link.js';
import { withLink } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Words } from '../ip/arguments.js';
import { Refusal } from '../refusal.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import { changeBridgeTable } from './bridge-table.js';
import { changeDeviceAddresses } from './device-addresses.js';
import { readFdbRequest, type FdbChange, type FdbRequest } from './fdb-request.js';
import { refuseByErrno, refuseInWords } from './refuse.js';
import { changeVxlan } from './vxlan-entries.js';

/**
 * `bridge fdb add`, `append`, `replace` and `delete`: first in the bridge that the device is a port of, if that is asked for, then in the device itself. What the
 * first has done stays when the second fails. Source: `rtnl_fdb_add`, `rtnl_fdb_del`.
 */
export function modifyFdb(context: CommandContext, words: Words, change: FdbChange): CommandResult {
  const request = readFdbRequest(words);
  const { machine, namespace: here } = context;
  const namespace = namespaceOf(machine, here);
  const link =
    deviceNamed(namespace, request.dev) ?? refuseInWords(`Cannot find device "${request.dev}"`);
  if (traitsOf(link.kind).hardware !== HARDWARE.ether) {
    const what = change === 'delete' ? 'delete' : 'add';
    return refuseInWords(`Error: FDB ${what} only supported for Ethernet devices.`);
  }
  const bridge = request.master ? bridgeOf(namespace, link) : undefined;
  const mastered =
    bridge === undefined ? namespace : changeBridgeTable(namespace, bridge, link, request, change);
  const left = withNamespace(machine, here, mastered);
  if (request.self) return succeed(changeSelf(left, { here, link, request, change }));
  return bridge === undefined ? refuseByErrno('EOPNOTSUPP') : succeed(left);
}

interface OfSelf {
  readonly here: string;
  readonly link: Link;
  readonly request: FdbRequest;
  readonly change: FdbChange;
}

function changeSelf(machine: Machine, { here, link, request, change }: OfSelf): Machine {
  const namespace = namespaceOf(machine, here);
  const vxlan = link.kind === 'vxlan' ? overlayOf(link) : undefined;
  try {
    const changed =
      link.kind === 'bridge'
        ? changeBridgeTable(namespace, link, undefined, request, change)
        : withLink(
            namespace,
            vxlan === undefined
              ? changeDeviceAddresses(link, request, change)
              : changeVxlan(link, vxlan, request, change),
          );
    return withNamespace(machine, here, changed);
  } catch (error) {
    throw error instanceof Refusal && request.master ? error.leaving(machine) : error;
  }
}
