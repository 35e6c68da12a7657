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
import type { Namespace } from '../namespace/namespace.js';
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

/** A module of tunnels: its name, and what it brings along. Source: `ip_tunnel_init_net`, `sit_init_net`, `ip6_tnl_init_net`. */
interface TunnelModule {
  readonly module: string;
  readonly fallbacks: readonly [Fallback, ...Fallback[]];
}

const PLAIN_VTI: TunnelSettings = { ...PLAIN, carries: PROTOCOL.ipip, inputKey: 0, outputKey: 0 };

const MODULES: readonly TunnelModule[] = [
  { module: 'ipip', fallbacks: [['ipip', 'tunl0', PLAIN]] },
  {
    module: 'ip_gre',
    fallbacks: [
      ['gre', 'gre0', PLAIN],
      ['gretap', 'gretap0', PLAIN],
      ['erspan', 'erspan0', PLAIN],
    ],
  },
  { module: 'ip_vti', fallbacks: [['vti', 'ip_vti0', PLAIN_VTI]] },
  {
    module: 'sit',
    fallbacks: [['sit', 'sit0', { ...PLAIN, ttl: 64, carries: PROTOCOL.ipv6 }]],
  },
  {
    module: 'ip6_tunnel',
    fallbacks: [
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
  },
];

/**
 * The kind of tunnel whose module is loaded when a device is asked for by a name that no device has: the name of one that the module brings along, or its own.
 * Undefined where it is loaded or can't be. Source: `dev_load`
 */
export function moduleAskedFor({ links }: Namespace, name: string): LinkKind | undefined {
  const found = MODULES.find(
    ({ module, fallbacks }) => module === name || fallbacks.some(([, own]) => own === name),
  );
  const blocks = (link: Link): boolean =>
    found?.fallbacks.some(
      ([kind, own]) => own === link.name || (kind === link.kind && isFallback(link)),
    ) === true;
  return links.some(blocks) ? undefined : found?.fallbacks[0][0];
}

/** Loads the module of a kind of tunnel: it comes when the first device of the kind is asked for, and stays. Source: `request_module`. */
export function loadTunnelModule(machine: Machine, kind: string): MachineEdit {
  const module = MODULES.find(({ fallbacks }) => fallbacks.some(([own]) => own === kind));
  if (module === undefined || isLoaded(machine, module)) return made(machine);
  let after = machine;
  for (const namespace of machine.namespaces.keys()) {
    for (const fallback of module.fallbacks) {
      const edit = addFallback(after, namespace, fallback);
      if (edit.kind === 'refused') return denied('EOPNOTSUPP', 'Unknown device type');
      after = edit.machine;
    }
  }
  return made(after);
}

function isLoaded({ namespaces }: Machine, { fallbacks: [[kind]] }: TunnelModule): boolean {
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
  const loaded = MODULES.filter((module) => isLoaded(machine, module));
  const [oldest] = machine.namespaces.values();
  // The module that was loaded first makes its devices first.
  const order = ({ fallbacks: [[kind]] }: TunnelModule): number =>
    oldest?.links.find((link) => link.kind === kind && isFallback(link))?.index ?? 0;
  return loaded
    .toSorted((a, b) => order(a) - order(b))
    .flatMap(({ fallbacks }) => fallbacks)
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
