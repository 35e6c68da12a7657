import { errno } from '../../../errno.js';
import type { Machine } from '../../../machine/machine.js';
import { isFallback } from '../../../machine/tunnel-devices.js';
import { removeDevice } from '../../../machine/remove-device.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import type { IpContext } from '../ip-context.js';
import { isSamePlace } from '../../../namespace/link.js';
import { findAsked } from './asked-settings.js';
import { BASE_DEVICES, openTunnel } from './find-tunnel.js';
import { parseTunnelRequest, refuseRequest } from './tunnel-request.js';

/** `ip tunnel del`: the tunnel that is named, or, spoken to the device that stands for its kind, the one between those ends. Source: `do_del` of iproute2; `ip_tunnel_ctl` */
export function deleteTunnel(context: IpContext): CommandResult {
  const { name: said, mode, draft } = parseTunnelRequest(context);
  const name = said ?? (mode === undefined ? '' : BASE_DEVICES[mode]);
  const refuse = (why: string, left?: Machine): never =>
    refuseRequest(`delete tunnel "${name}" failed: ${why}`, left);
  const { machine, link, place } = openTunnel(context, name, (why) => refuse(why));
  if (!isFallback(link)) return succeed(removeDevice(machine, place));
  const found = findAsked({ machine, link, place }, mode ?? 'ipip', draft);
  if (found === undefined) return refuse(errno('ENOENT').words, machine);
  if (isSamePlace(found, place)) return refuse(errno('EPERM').words, machine);
  return succeed(removeDevice(machine, found));
}
