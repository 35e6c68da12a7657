import { linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { removeDevice } from '../../../machine/remove-device.js';
import { isFallback } from '../../../machine/tunnel-devices.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { linkByIndex } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { refuseByErrno, Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { parseLinkRequest, requestContext } from './parse-link-request.js';
import { findPlace } from './set-link.js';

/** `ip link delete`: one device, or every device of a group. Source: `rtnl_dellink`. */
export function deleteLink(context: IpContext): CommandResult {
  const { machine } = context;
  const request = parseLinkRequest(new Words(context.argv), requestContext(context, false));
  const [garbage] = request.type?.rest ?? [];
  if (garbage !== undefined) {
    const why = `Garbage instead of arguments "${garbage} ...". Try "ip link help".\n`;
    throw new Refusal(1, why, false);
  }
  if (request.dev === undefined) return succeed(deleteGroup(context, request.group ?? 0));
  const place = findPlace(context, request.dev);
  checkDeletable(machine, place);
  // The kernel says nothing of those that it keeps. Source: `ip_tunnel_dellink`
  if (isFallback(linkAt(machine, place))) return succeed(machine);
  return succeed(removeDevice(machine, place));
}

function checkDeletable(machine: Machine, place: LinkPlace): void {
  if (linkAt(machine, place).kind === 'loopback') refuseByErrno('EOPNOTSUPP');
}

/** Source: `rtnl_group_dellink`. */
function deleteGroup({ machine, namespace }: IpContext, group: number): Machine {
  if (group === 0) refuseByErrno('EPERM');
  const places = namespaceOf(machine, namespace)
    .links.filter((link) => link.group === group)
    .map(({ index }) => ({ namespace, index }));
  if (places.isEmpty()) refuseByErrno('ENODEV');
  places.forEach((place) => checkDeletable(machine, place));
  return places.reduce((before, place) => {
    const isThere = linkByIndex(namespaceOf(before, namespace), place.index) !== undefined;
    return isThere && !isFallback(linkAt(before, place)) ? removeDevice(before, place) : before;
  }, machine);
}
