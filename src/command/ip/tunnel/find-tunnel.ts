import { errno } from '../../../errno.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { loadTunnelModule } from '../../../machine/tunnel-devices.js';
import type { LinkKind } from '../../../namespace/link-kind/link-kinds.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { linkByName } from '../../../namespace/namespace.js';
import type { IpContext } from '../ip-context.js';
import type { TunnelMode } from './tunnel-request.js';

/** The device of each namespace that stands for a mode: requests about tunnels without a name go to it. */
export const BASE_DEVICES: Readonly<Record<TunnelMode, string>> = {
  ipip: 'tunl0',
  gre: 'gre0',
  sit: 'sit0',
  vti: 'ip_vti0',
};

/** What asks for a tunnel as if it were one over the other version of IP. */
export const OTHER_FAMILY = 'ip tunnel of a tunnel over the other family';

/** The device that stands for tunnels over IPv6. */
export const BASE_DEVICE_6 = 'ip6tnl0';

/** The kinds whose module is loaded when a request goes to their device. Source: `MODULE_ALIAS_NETDEV` */
const KINDS_OF_BASE: ReadonlyMap<string, LinkKind> = new Map<string, LinkKind>([
  [BASE_DEVICES.ipip, 'ipip'],
  [BASE_DEVICES.gre, 'gre'],
  [BASE_DEVICES.sit, 'sit'],
  [BASE_DEVICES.vti, 'vti'],
  ['gretap0', 'gretap'],
  ['erspan0', 'erspan'],
  [BASE_DEVICE_6, 'ip6tnl'],
]);

/** The tunnel that a request goes to, on the machine with its module. */
export interface FoundTunnel {
  readonly machine: Machine;
  readonly place: LinkPlace;
  readonly link: Link;
}

/**
 * Finds the tunnel of a name. When that is a device which a module brings along, the module is loaded.
 *
 * @param refuse - called with the reason where there is no such tunnel
 */
export function openTunnel(
  context: Pick<IpContext, 'machine' | 'namespace'>,
  name: string,
  refuse: (why: string) => never,
): FoundTunnel {
  const machine = withModule(context, name);
  const link = linkByName(namespaceOf(machine, context.namespace), name);
  if (link === undefined) return refuse(errno('ENODEV').words);
  if (!isTunnel4(link) && !isTunnel6(link)) return refuse(errno('EOPNOTSUPP').words);
  return { machine, link, place: { namespace: context.namespace, index: link.index } };
}

/** Source: `dev_load` */
function withModule(
  { machine, namespace }: Pick<IpContext, 'machine' | 'namespace'>,
  name: string,
): Machine {
  const kind = KINDS_OF_BASE.get(name);
  if (kind === undefined || linkByName(namespaceOf(machine, namespace), name) !== undefined) {
    return machine;
  }
  const edit = loadTunnelModule(machine, kind);
  return edit.kind === 'refused' ? machine : edit.machine;
}

/** Whether `ip tunnel` knows a device: a tunnel over IPv4 that carries packets. */
export function isTunnel4({ kind }: Pick<Link, 'kind'>): boolean {
  return kind === 'ipip' || kind === 'gre' || kind === 'sit' || kind === 'vti';
}

/** Whether `ip -6 tunnel` knows a device. */
function isTunnel6({ kind }: Pick<Link, 'kind'>): boolean {
  return kind === 'ip6tnl';
}
