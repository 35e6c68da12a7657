import { errno, type ErrnoName } from '../../../errno.js';
import { addDevice } from '../../../machine/add-device.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { removeDevice } from '../../../machine/remove-device.js';
import { resolveName } from '../../../machine/rename-device.js';
import type { Link } from '../../../namespace/link.js';
import { linkByIndex, linkByName } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import type { IpContext } from '../ip-context.js';
import { parseTunRequest, type TunRequest } from './tun-request.js';

/** `ip tuntap add`: a device that stays when the tool has ended. Source: `tap_add_ioctl` of iproute2; `tun_set_iff`. */
export function addTun(context: IpContext): CommandResult {
  const request = parseTunRequest(context, true);
  if (findNamed(context, request) !== undefined) refuseIoctl('EBUSY');
  return succeed(make(context, request).machine);
}

/** `ip tuntap del`: opens the device, or a new one, and has it go as it is closed. Source: `tap_del_ioctl` of iproute2. */
export function deleteTun(context: IpContext): CommandResult {
  const request = parseTunRequest(context, false);
  const { namespace } = context;
  const link = findNamed(context, request);
  if (link === undefined) {
    const { machine, index } = make(context, request);
    return succeed(removeDevice(machine, { namespace, index }));
  }
  const { settings } = link;
  const isSame =
    link.kind === request.mode &&
    settings.kind === 'tun' &&
    settings.multiQueue === request.settings.multiQueue;
  if (!isSame) refuseIoctl('EINVAL');
  return succeed(removeDevice(context.machine, { namespace, index: link.index }));
}

function findNamed({ machine, namespace }: IpContext, { name }: TunRequest): Link | undefined {
  return name === undefined ? undefined : linkByName(namespaceOf(machine, namespace), name);
}

function make(
  { machine, namespace }: IpContext,
  { mode, name, settings }: TunRequest,
): { readonly machine: Machine; readonly index: number } {
  const before = namespaceOf(machine, namespace);
  const resolved = resolveName(before, name ?? `${mode}%d`);
  if (resolved === undefined) refuseIoctl('EINVAL');
  const edit = addDevice(machine, {
    kind: mode,
    namespace,
    name: resolved,
    settings: { settings },
  });
  if (edit.kind === 'refused') refuseIoctl(edit.error, edit.left);
  const added = namespaceOf(edit.machine, namespace).links.find(
    ({ index }) => linkByIndex(before, index) === undefined,
  );
  return { machine: edit.machine, index: added?.index ?? 0 };
}

function refuseIoctl(name: ErrnoName, left?: Machine): never {
  const refusal = new Refusal(1, `ioctl(TUNSETIFF): ${errno(name).words}\n`, false);
  throw left === undefined ? refusal : refusal.leaving(left);
}
