import { isUnspecified, sameAddress } from '../../../../address/address.js';
import { printAddress } from '../../../../address/address-text.js';
import { queryRoute } from '../../../../evaluate/query.js';
import { namespaceOf, type Machine } from '../../../../machine/machine.js';
import { lladdrFor } from '../../../../machine/random-lladdr.js';
import { freeIndex } from '../../../../machine/add-device.js';
import { isFallback } from '../../../../machine/tunnel-devices.js';
import {
  ip6TunnelEnds,
  ip6TunnelHeaderBytes,
  ip6TunnelOf,
  PLAIN_IP6_TUNNEL,
  type Ip6TunnelSettings,
} from '../../../../namespace/link-kind/ip6tnl.js';
import type { Link } from '../../../../namespace/link.js';
import { linkByIndex } from '../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import { refuseByErrno } from '../../arguments.js';
import { piece, type Piece } from '../../piece.js';
import type { KindWords } from './kind-words.js';
import { readIp6TunnelWords } from './ip6tnl-options.js';
import { IP6TNL_USAGE } from './tunnel-usage.js';

/** `type ip6tnl`. Source: `link_ip6tnl.c` of iproute2; `ip6_tnl_newlink`, `ip6_tnl_changelink`. */
export const ip6tnlWords: KindWords = {
  kind: 'ip6tnl',
  usage: IP6TNL_USAGE,
  read: (words, { namespace, context, request }) => {
    const { dev = 0, ...said } = readIp6TunnelWords(words, namespace);
    const birthNamespace = request.netns ?? context.namespace;
    return {
      settle: ({ machine, namespace: target }) => {
        const index = request.index ?? freeIndex(target);
        const permanentLladdr = lladdrFor(birthNamespace, index, request.dev ?? '');
        const settings = { ...PLAIN_IP6_TUNNEL, ...said, birthNamespace, permanentLladdr };
        if (findTunnel(machine, settings, dev) !== undefined) refuseByErrno('EEXIST');
        return { ...fieldsOf(settings, dev), mtuBytes: mtuOf(machine, settings, dev) };
      },
    };
  },
  change: (words, { namespace, context: { machine } }, link) => {
    const { dev, ...said } = readIp6TunnelWords(words, namespace);
    const before = ip6TunnelOf(link);
    if (before === undefined) return {};
    if (isFallback(link)) refuseByErrno('EINVAL');
    const settings = { ...before, ...said };
    const below = dev ?? link.lower?.index ?? 0;
    const other = findTunnel(machine, settings, below);
    if (other !== undefined && other.settings !== link.settings) refuseByErrno('EEXIST');
    return fieldsOf(settings, below);
  },
  details: (_context, namespace, link) => {
    const settings = ip6TunnelOf(link);
    if (settings === undefined) return [];
    const { lower } = link;
    const below = lower === undefined ? undefined : linkByIndex(namespace, lower.index);
    return detailsOf(settings, below?.name ?? (lower && `if${lower.index}`));
  },
};

function fieldsOf(settings: Ip6TunnelSettings, dev: number): Partial<Link> {
  const lower = dev === 0 ? undefined : { namespace: settings.birthNamespace, index: dev };
  return { settings, lower, ...ip6TunnelEnds(settings) };
}

/** The tunnel that two ends have already. Source: `ip6_tnl_find`. */
function findTunnel(
  { namespaces }: Machine,
  { local, remote, birthNamespace }: Ip6TunnelSettings,
  dev: number,
): Link | undefined {
  for (const { links } of namespaces.values()) {
    const found = links.find((link) => {
      const other = ip6TunnelOf(link);
      return (
        other?.birthNamespace === birthNamespace &&
        (link.lower?.index ?? 0) === dev &&
        sameAddress(other.local, local) &&
        sameAddress(other.remote, remote)
      );
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The MTU of a tunnel with two ends is that of the device by which its outer packets leave now, less what is put before each. Source: `ip6_tnl_link_config`. */
function mtuOf(machine: Machine, settings: Ip6TunnelSettings, dev: number): number {
  const { local, remote, birthNamespace } = settings;
  const header = ip6TunnelHeaderBytes(settings);
  if (isUnspecified(local) || isUnspecified(remote)) return ETHERNET_BYTES - header;
  const namespace = namespaceOf(machine, birthNamespace);
  const answer = queryRoute(namespace, { src: local, dst: remote, oif: dev });
  const uplink = answer.error === undefined ? linkByIndex(namespace, answer.dev) : undefined;
  return Math.max((uplink?.mtuBytes ?? ETHERNET_BYTES) - header, LEAST_BYTES);
}

const ETHERNET_BYTES = 1500;
const LEAST_BYTES = 1280;

const MODES = new Map([
  [0, 'any'],
  [PROTOCOL.ipip, 'ipip6'],
  [PROTOCOL.ipv6, 'ip6ip6'],
]);

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Source: `ip6tunnel_print_opt` of iproute2. */
function detailsOf(settings: Ip6TunnelSettings, below: string | undefined): readonly Piece[] {
  const { carries, hopLimit, encapLimit, trafficClass, flowlabel, fwmark } = settings;
  const proto = MODES.get(carries) ?? String(carries);
  const label = (name: string, value: number | 'inherit', digits: number): Piece =>
    value === 'inherit'
      ? piece(`${name} inherit `, { [`ip6_tnl_f_use_orig_${name}`]: true })
      : piece(`${name} ${hex(value, digits)} `, { [name]: hex(value, digits) });
  return [
    piece(`${proto} `, { proto }),
    ...(['remote', 'local'] as const).map((name) => {
      const text = isUnspecified(settings[name]) ? 'any' : printAddress(settings[name]);
      return piece(`${name} ${text} `, { [name]: text });
    }),
    ...(below === undefined ? [] : [piece(`dev ${below} `, { link: below })]),
    piece(hopLimit === 0 ? 'hoplimit inherit ' : `hoplimit ${hopLimit} `, { ttl: hopLimit }),
    encapLimit === undefined
      ? piece('encaplimit none ', { ip6_tnl_f_ign_encap_limit: true })
      : piece(`encaplimit ${encapLimit} `, { encap_limit: encapLimit }),
    label('tclass', trafficClass, 2),
    label('flowlabel', flowlabel, 5),
    ...(settings.inheritsDscp ? [piece('dscp inherit ', { ip6_tnl_f_rcv_dscp_copy: true })] : []),
    ...(settings.allowsLocalRemote
      ? [piece('allow-localremote ', { ip6_tnl_f_allow_local_remote: true })]
      : []),
    ...(fwmark === 'inherit'
      ? [piece('fwmark inherit ', { ip6_tnl_f_use_orig_fwmark: true })]
      : fwmark === 0
        ? []
        : [piece(`fwmark ${hex(fwmark, 0)} `, { fwmark: hex(fwmark, 0) })]),
  ];
}
