import { errno } from '../../../errno.js';
import { addDevice, freeIndex } from '../../../machine/add-device.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { lladdrFor } from '../../../machine/random-lladdr.js';
import { removeDevice } from '../../../machine/remove-device.js';
import { resolveName } from '../../../machine/rename-device.js';
import { isFallback, loadTunnelModule } from '../../../machine/tunnel-devices.js';
import {
  ip6TunnelOf,
  PLAIN_IP6_TUNNEL,
  type Ip6TunnelSettings,
} from '../../../namespace/link-kind/ip6tnl.js';
import { isSamePlace, type LinkPlace } from '../../../namespace/link.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import type { Ip6TunnelDraft } from '../link/kind/tunnel/ip6tnl-options.js';
import { refuseAdd } from './add-tunnel.js';
import { withFields } from './change-through.js';
import { BASE_DEVICE_6, openTunnel, OTHER_FAMILY, type FoundTunnel } from './find-tunnel.js';
import { findTunnel6, makeTunnel6, resettle6 } from './settle-tunnel-v6.js';
import { parseTunnelRequest6 } from './tunnel-request-v6.js';
import { refuseRequest } from './tunnel-request.js';

/** A tunnel as the tool asks for it when no word says otherwise. Source: `ip6_tnl_parm_init` of iproute2 */
const PLAIN: Ip6TunnelSettings = { ...PLAIN_IP6_TUNNEL, carries: PROTOCOL.ipv6 };

/** `ip -6 tunnel add`. Source: `do_add` in `ip6tunnel.c` of iproute2; `ip6_tnl_siocdevprivate` */
export function addTunnel6(context: IpContext): CommandResult {
  const { name: said, draft } = parseTunnelRequest6(context);
  if (said === undefined) context.warn(NO_NAME);
  const loaded = loadTunnelModule(context.machine, 'ip6tnl');
  if (loaded.kind === 'refused') return refuseAdd(BASE_DEVICE_6, 'ENODEV');
  const { machine } = loaded;
  const { namespace } = context;
  const here = namespaceOf(machine, namespace);
  const name = resolveName(here, said ?? 'ip6tnl%d');
  if (name === undefined) return refuseAdd(BASE_DEVICE_6, 'EINVAL', machine);
  const { dev = 0, ...words } = draft;
  const permanentLladdr = lladdrFor(namespace, freeIndex(here), name);
  const settings = { ...PLAIN, ...words, birthNamespace: namespace, permanentLladdr };
  const fields = makeTunnel6(machine, settings, dev);
  if (typeof fields === 'string') return refuseAdd(BASE_DEVICE_6, fields, machine);
  const edit = addDevice(machine, { kind: 'ip6tnl', namespace, name, settings: fields });
  return edit.kind === 'refused'
    ? refuseAdd(BASE_DEVICE_6, edit.error, edit.left ?? machine)
    : succeed(edit.machine);
}

/** The tool goes on without a name. */
const NO_NAME = 'Tunnel interface name not specified\n';

/** `ip -6 tunnel change`. Source: `do_add` in `ip6tunnel.c` of iproute2; `ip6_tnl_siocdevprivate` */
export function alterTunnel6(context: IpContext): CommandResult {
  const known: { tunnel?: FoundTunnel } = {};
  const { name: said, draft } = parseTunnelRequest6(context, (name) => {
    known.tunnel = openTunnel(context, name, (why) =>
      refuseRequest(`get tunnel "${name}" failed: ${why}`),
    );
    settings6(known.tunnel);
  });
  if (said === undefined) context.warn(NO_NAME);
  // Without a word a setting stays as it is where the name is the first word; otherwise it is as for a new one.
  const before = known.tunnel === undefined ? PLAIN : settings6(known.tunnel);
  // The tool asks for the change by the name that the kernel's answer has.
  const name = known.tunnel === undefined ? (said ?? BASE_DEVICE_6) : before.firstName;
  const asking = { ...context, machine: known.tunnel?.machine ?? context.machine };
  const found = openTunnel(asking, name, (why) =>
    refuseRequest(`add tunnel "${name}" failed: ${why}`, asking.machine),
  );
  const { machine, place } = found;
  const own = settings6(found);
  const { birthNamespace, permanentLladdr, fallback, firstName } = own;
  const { dev = known.tunnel?.link.lower?.index ?? 0, ...words } = draft;
  const fwmark = before.fwmark === 'inherit' ? before.fwmark : 0;
  const kept = { birthNamespace, permanentLladdr, fallback, firstName, fwmark };
  const fields = resettle6(machine, place, { ...before, ...words, ...kept }, dev);
  if (typeof fields === 'string') return refuseAdd(name, fields, machine);
  // Of the device that the module brings along it changes nothing but what that carries. Source: `ip6_tnl0_update`
  const carries = words.carries ?? before.carries;
  const changed = fallback ? { settings: { ...own, carries } } : fields;
  return succeed(withFields(machine, place, changed));
}

/** `ip -6 tunnel del`. Source: `do_del` in `ip6tunnel.c` of iproute2; `ip6_tnl_siocdevprivate` */
export function deleteTunnel6(context: IpContext): CommandResult {
  const { name = BASE_DEVICE_6, draft } = parseTunnelRequest6(context);
  const refuse = (why: string, left?: Machine): never =>
    refuseRequest(`delete tunnel "${name}" failed: ${why}`, left);
  const opened = openTunnel(context, name, (why) => refuse(why));
  const { machine, link, place } = opened;
  if (!isFallback(link)) return succeed(removeDevice(machine, place));
  const found = findBehind6(opened, draft);
  if (found === undefined) return refuse(errno('ENOENT').words, machine);
  if (isSamePlace(found, place)) return refuse(errno('EPERM').words, machine);
  return succeed(removeDevice(machine, found));
}

/** The tunnel between the ends that were asked for, by way of the device that stands for all; undefined when there is none. */
export function findBehind6(base: FoundTunnel, draft: Ip6TunnelDraft): LinkPlace | undefined {
  const { dev = 0, ...words } = draft;
  const { birthNamespace } = settings6(base);
  return findTunnel6(base.machine, { ...PLAIN, ...words, birthNamespace }, dev);
}

/** The settings of a tunnel that `ip -6 tunnel` can read. @throws Refusal for one over IPv4 */
export function settings6({ link }: Pick<FoundTunnel, 'link'>): Ip6TunnelSettings {
  return ip6TunnelOf(link) ?? refuseNotSimulated(OTHER_FAMILY);
}
