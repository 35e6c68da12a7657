import type { ErrnoName } from '../../../../../errno.js';
import { isUnspecified } from '../../../../../address/address.js';
import { printAddress } from '../../../../../address/address-text.js';
import { lladdrFor } from '../../../../../machine/random-lladdr.js';
import { freeIndex } from '../../../../../machine/add-device.js';
import { isFallback } from '../../../../../machine/tunnel-devices.js';
import {
  ip6TunnelOf,
  PLAIN_IP6_TUNNEL,
  type Ip6TunnelSettings,
} from '../../../../../namespace/link-kind/ip6tnl.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex } from '../../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../../packet/protocol.js';
import { refuseByErrno, refuseByKernel } from '../../../arguments.js';
import { piece, type Piece } from '../../../piece.js';
import type { KindWords } from '../kind-words.js';
import { makeTunnel6, resettle6 } from '../../../tunnel/settle-tunnel-v6.js';
import { printHex, readIp6TunnelWords, type Ip6TunnelDraft } from './ip6tnl-options.js';
import { IP6TNL_USAGE } from './tunnel-usage.js';

/** `type ip6tnl`. Source: `link_ip6tnl.c` of iproute2; `ip6_tnl_newlink`, `ip6_tnl_changelink`. */
export const ip6tnlWords: KindWords = {
  kind: 'ip6tnl',
  usage: IP6TNL_USAGE,
  asksFirst: true,
  read: (words, { namespace, context, request }) => {
    const { dev = 0, ...said } = readIp6TunnelWords(words, namespace);
    const birthNamespace = request.netns ?? context.namespace;
    return {
      settle: ({ machine, namespace: target }) => {
        const index = request.index ?? freeIndex(target);
        const permanentLladdr = lladdrFor(birthNamespace, index, request.dev ?? '');
        const settings = { ...PLAIN_IP6_TUNNEL, ...said, birthNamespace, permanentLladdr };
        return takeOrRefuse(makeTunnel6(machine, settings, dev));
      },
    };
  },
  change: (words, { namespace, context }, link) => {
    const { machine, namespace: namespaceName } = context;
    const draft = readIp6TunnelWords(words, namespace);
    return {
      settle: () => {
        const before = ip6TunnelOf(link);
        if (before === undefined) return {};
        if (isFallback(link)) return changeFallback(before, draft);
        const place = { namespace: namespaceName, index: link.index };
        const { dev, ...said } = draft;
        const below = dev ?? link.lower?.index ?? 0;
        return takeOrRefuse(resettle6(machine, place, { ...before, ...said }, below));
      },
    };
  },
  details: (_context, namespace, link) => {
    const settings = ip6TunnelOf(link);
    if (settings === undefined) return [];
    const { lower } = link;
    const below = lower === undefined ? undefined : linkByIndex(namespace, lower.index);
    return detailsOf(settings, below?.name ?? (lower && `if${lower.index}`));
  },
};

/** The device that the module has brought along carries another protocol, and is otherwise as it was. Source: `ip6_tnl0_update`. */
function changeFallback(
  before: Ip6TunnelSettings,
  { dev = 0, carries = before.carries, ...said }: Ip6TunnelDraft,
): Partial<Link> {
  const { local = before.local, remote = before.remote, ...others } = said;
  const had = Object.entries(before);
  const isOther = Object.entries(others).some(
    ([name, value]) => !had.some(([own, is]) => own === name && is === value),
  );
  if (dev !== 0 || isOther || ![local, remote].every(isUnspecified)) {
    refuseByKernel('Only protocol can be changed for fallback tunnel');
  }
  return { settings: { ...before, carries } };
}

const MODES = new Map([
  [0, 'any'],
  [PROTOCOL.ipip, 'ipip6'],
  [PROTOCOL.ipv6, 'ip6ip6'],
]);

function takeOrRefuse(made: Partial<Link> | ErrnoName): Partial<Link> {
  return typeof made === 'string' ? refuseByErrno(made) : made;
}

/** Source: `ip6tunnel_print_opt` of iproute2. */
function detailsOf(settings: Ip6TunnelSettings, below: string | undefined): readonly Piece[] {
  const { carries, hopLimit, encapLimit, trafficClass, flowlabel, fwmark } = settings;
  const proto = MODES.get(carries) ?? String(carries);
  return [
    piece(`${proto} `, { proto }),
    ...(['remote', 'local'] as const).map((name) => {
      const text = isUnspecified(settings[name]) ? 'any' : printAddress(settings[name]);
      return piece(`${name} ${text} `, { [name]: text });
    }),
    ...(below === undefined ? [] : [piece(`dev ${below} `, { link: below })]),
    piece(hopLimit === 0 ? 'hoplimit inherit ' : `hoplimit ${hopLimit} `, { ttl: hopLimit }),
    settings.ignoresEncapLimit
      ? piece('encaplimit none ', { ip6_tnl_f_ign_encap_limit: true })
      : piece(`encaplimit ${encapLimit} `, { encap_limit: encapLimit }),
    ownOrInherited('tclass', trafficClass, 2),
    ownOrInherited('flowlabel', flowlabel, 5),
    ...(settings.inheritsDscp ? [piece('dscp inherit ', { ip6_tnl_f_rcv_dscp_copy: true })] : []),
    ...(settings.allowsLocalRemote
      ? [piece('allow-localremote ', { ip6_tnl_f_allow_local_remote: true })]
      : []),
    ...(fwmark === 'inherit'
      ? [piece('fwmark inherit ', { ip6_tnl_f_use_orig_fwmark: true })]
      : fwmark === 0
        ? []
        : [piece(`fwmark ${printHex(fwmark, 0)} `, { fwmark: printHex(fwmark, 0) })]),
  ];
}

function ownOrInherited(name: string, value: number | 'inherit', digits: number): Piece {
  if (value === 'inherit')
    return piece(`${name} inherit `, { [`ip6_tnl_f_use_orig_${name}`]: true });
  return piece(`${name} ${printHex(value, digits)} `, { [name]: printHex(value, digits) });
}
