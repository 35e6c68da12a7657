import { sameAddress } from '../address/address.js';
import { PLAIN_IP6_TUNNEL } from '../namespace/link-kind/ip6tnl.js';
import { traitsOf, type LinkKind, type LinkSettings } from '../namespace/link-kind/link-kinds.js';
import {
  isTunnelKind,
  PLAIN_TUNNEL,
  type TunnelKind,
  type TunnelSettings,
} from '../namespace/link-kind/tunnel.js';
import { NO_LLADDR } from '../address/lladdr.js';
import { newNamespace } from '../namespace/new-namespace.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { PROTOCOL } from '../packet/protocol.js';
import { addDevice } from './add-device.js';
import { namespaceOf, withNamespace, type Machine } from './machine.js';
import { lladdrFor } from './random-lladdr.js';
import { denied, made, type MachineEdit } from './machine-edit.js';

/** A device that a module brings into every namespace. */
type Fallback = readonly [kind: LinkKind, name: string, settings: LinkSettings];

const PLAIN: TunnelSettings = { ...PLAIN_TUNNEL, fallback: true, pmtudisc: false };

/** The modules of tunnels, by what each brings along. Source: `ip_tunnel_init_net`, `sit_init_net`, `ip6_tnl_init_net`. */
const MODULES: readonly (readonly Fallback[])[] = [
  [['ipip', 'tunl0', PLAIN]],
  [
    ['gre', 'gre0', PLAIN],
    ['gretap', 'gretap0', PLAIN],
    ['erspan', 'erspan0', PLAIN],
  ],
  [['vti', 'ip_vti0', { ...PLAIN, carries: PROTOCOL.ipip, inputKey: 0, outputKey: 0 }]],
  [['sit', 'sit0', { ...PLAIN, ttl: 64, carries: PROTOCOL.ipv6 }]],
  [
    [
      'ip6tnl',
      'ip6tnl0',
      {
        ...PLAIN_IP6_TUNNEL,
        fallback: true,
        carries: PROTOCOL.ipv6,
        hopLimit: 0,
        encapLimit: 0,
      },
    ],
  ],
];

/** Loads the module of a kind of tunnel: it comes when the first device of the kind is asked for, and stays. Source: `request_module`. */
export function loadTunnelModule(machine: Machine, kind: string): MachineEdit {
  const module = MODULES.find((fallbacks) => fallbacks.some(([own]) => own === kind));
  const [first] = module ?? [];
  if (module === undefined || first === undefined || isLoaded(machine, first)) return made(machine);
  let after = machine;
  for (const namespace of machine.namespaces.keys()) {
    for (const fallback of module) {
      const edit = addFallback(after, namespace, fallback);
      if (edit.kind === 'refused') return denied('EOPNOTSUPP', 'Unknown device type');
      after = edit.machine;
    }
  }
  return made(after);
}

function isLoaded({ namespaces }: Machine, [kind]: Fallback): boolean {
  return [...namespaces.values()].some(({ links }) =>
    links.some((link) => link.kind === kind && isFallback(link)),
  );
}

function addFallback(
  machine: Machine,
  namespace: string,
  [kind, name, plain]: Fallback,
): MachineEdit {
  const { lastIfindex } = namespaceOf(machine, namespace);
  const permanentLladdr = lladdrFor(namespace, lastIfindex + 1, name);
  const born = { ...plain, birthNamespace: namespace };
  const settings: LinkSettings = born.kind === 'ip6tnl' ? { ...born, permanentLladdr } : born;
  const lladdr = traitsOf(kind).fresh.lladdr ?? NO_LLADDR;
  return addDevice(machine, { kind, namespace, name, lladdr, settings: { settings } });
}

/** Whether a device is one that a module has brought along. */
export function isFallback({ settings }: Link): boolean {
  return (settings.kind === 'tunnel' || settings.kind === 'ip6tnl') && settings.fallback;
}

/** Makes a namespace, with what the modules that are loaded bring into each. */
export function addNamespace(machine: Machine, name: string): Machine {
  const loaded = MODULES.filter(([first]) => first !== undefined && isLoaded(machine, first));
  const [oldest] = machine.namespaces.values();
  // The module that was loaded first makes its devices first.
  const order = (module: readonly Fallback[]): number =>
    oldest?.links.find((link) => link.kind === module[0]?.[0] && isFallback(link))?.index ?? 0;
  return loaded
    .toSorted((a, b) => order(a) - order(b))
    .flat()
    .reduce(
      (before, fallback) => {
        const edit = addFallback(before, name, fallback);
        return edit.kind === 'edited' ? edit.machine : before;
      },
      withNamespace(machine, name, newNamespace()),
    );
}

/** The tunnel that two ends and a key have already, whatever namespace it is in now; vti has no regard to keys. Source: `ip_tunnel_find`, `ipip6_tunnel_locate`. */
export function findTunnel(
  machine: Machine,
  kind: TunnelKind,
  settings: TunnelSettings,
  dev: number,
): LinkPlace | undefined {
  const { local, remote, inputKey, birthNamespace } = settings;
  for (const name of machine.namespaces.keys()) {
    const found = namespaceOf(machine, name).links.find(
      (link) =>
        isTunnelKind(link.kind) &&
        traitsOf(link.kind).hardware === traitsOf(kind).hardware &&
        link.settings.kind === 'tunnel' &&
        link.settings.birthNamespace === birthNamespace &&
        (link.lower?.index ?? 0) === dev &&
        (kind === 'vti' || link.settings.inputKey === inputKey) &&
        sameAddress(link.settings.local, local) &&
        sameAddress(link.settings.remote, remote),
    );
    if (found !== undefined) return { namespace: name, index: found.index };
  }
  return undefined;
}
