import { isUnspecified, sameAddress, type Address } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { linkAt } from '../../../machine/link-at.js';
import { namespaceOf } from '../../../machine/machine.js';
import { isFallback } from '../../../machine/tunnel-devices.js';
import { ip6TunnelOf } from '../../../namespace/link-kind/ip6tnl.js';
import type { Link } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import { paint } from '../colour.js';
import type { IpContext } from '../ip-context.js';
import { printHex, type Ip6TunnelDraft } from '../link/kind/tunnel/ip6tnl-options.js';
import { piece, textOf, type Piece } from '../piece.js';
import { openTunnel } from './find-tunnel.js';
import { findBehind6, settings6 } from './modify-tunnel-v6.js';
import { printTunnels } from './show-tunnels.js';
import { parseTunnelRequest6 } from './tunnel-request-v6.js';
import { refuseRequest } from './tunnel-request.js';

/** `ip -6 tunnel show`: one that is named as text without a line end, whatever form is asked for; else those that are like what is asked for. Source: `do_show` in `ip6tunnel.c` of iproute2 */
export function showTunnels6(context: IpContext): CommandResult {
  const { name, draft, namesKey } = parseTunnelRequest6(context);
  const namespace = namespaceOf(context.machine, context.namespace);
  if (context.statistics) refuseNotSimulated('-statistics of tunnels');
  if (name === undefined) {
    const links = namespace.links.toArray().filter((link) => isLike(link, draft));
    const entries = links.map((link) => tunnelPieces(context, namespace, link));
    return succeed(context.machine, printTunnels(context, entries));
  }
  // The tool prints the key that it asked with.
  if (namesKey) refuseNotSimulated('ip -6 tunnel show NAME key');
  const opened = openTunnel(context, name, (why) =>
    refuseRequest(`get tunnel "${name}" failed: ${why}`),
  );
  const found = isFallback(opened.link) ? findBehind6(opened, draft) : undefined;
  const link = found === undefined ? opened.link : linkAt(opened.machine, found);
  settings6({ link });
  const here = namespaceOf(opened.machine, context.namespace);
  return succeed(opened.machine, textOf(tunnelPieces(context, here, link)));
}

/** Source: `ip6_tnl_parm_match` of iproute2, which takes 0 for what isn't asked for */
function isLike(link: Link, asked: Ip6TunnelDraft): boolean {
  const own = ip6TunnelOf(link);
  if (own === undefined) return false;
  const flags = FLAGS.filter((flag) => flag(asked));
  return (
    (asked.dev === undefined || asked.dev === link.lower?.index) &&
    isAsked(own.local, asked.local) &&
    isAsked(own.remote, asked.remote) &&
    (!asked.carries || own.carries === 0 || asked.carries === own.carries) &&
    (!asked.encapLimit || asked.encapLimit === own.encapLimit) &&
    (!asked.hopLimit || asked.hopLimit === own.hopLimit) &&
    isAskedNumber(own.trafficClass, asked.trafficClass) &&
    isAskedNumber(own.flowlabel, asked.flowlabel) &&
    (flags.length === 0 || flags.some((flag) => flag(own)))
  );
}

function isAsked(end: Address, asked: Address | undefined): boolean {
  return asked === undefined || isUnspecified(asked) || sameAddress(end, asked);
}

function isAskedNumber(own: number | 'inherit', asked: number | 'inherit' | undefined): boolean {
  return numberOf(asked) === 0 || numberOf(asked) === numberOf(own);
}

function numberOf(value: number | 'inherit' | undefined): number {
  return value === 'inherit' || value === undefined ? 0 : value;
}

/** Flags of a tunnel, of which one that is asked for is enough. */
const FLAGS: readonly ((tunnel: Ip6TunnelDraft) => boolean)[] = [
  ({ ignoresEncapLimit }) => ignoresEncapLimit === true,
  ({ trafficClass }) => trafficClass === 'inherit',
  ({ flowlabel }) => flowlabel === 'inherit',
  ({ inheritsDscp }) => inheritsDscp === true,
  ({ allowsLocalRemote }) => allowsLocalRemote === true,
];

function tunnelPieces(context: IpContext, namespace: Namespace, link: Link): readonly Piece[] {
  const settings = settings6({ link });
  const { lower } = link;
  const {
    firstName: ifname,
    remote,
    local,
    carries,
    encapLimit,
    hopLimit,
    trafficClass,
    flowlabel,
  } = settings;
  const below = lower && (linkByIndex(namespace, lower.index)?.name ?? `if${lower.index}`);
  const mode = `${MODES.get(carries) ?? 'unknown'}/ipv6`;
  const flowinfo = printHex((numberOf(trafficClass) << 20) | numberOf(flowlabel), 8);
  return [
    piece(paint(context, 'device', `${ifname}: `), { ifname }),
    piece(`${mode} `, { mode }),
    piece(`remote ${paint(context, 'inet6', `${printAddress(remote)} `)}`, {
      remote: printAddress(remote),
    }),
    piece(`local ${paint(context, 'inet6', printAddress(local))}`, { local: printAddress(local) }),
    ...(below === undefined ? [] : [piece(` dev ${below}`, { link: below })]),
    settings.ignoresEncapLimit
      ? piece(' encaplimit none', { ip6_tnl_f_ign_encap_limit: null })
      : piece(` encaplimit ${encapLimit}`, { encap_limit: encapLimit }),
    hopLimit === 0
      ? piece(' hoplimit inherit')
      : piece(` hoplimit ${hopLimit}`, { hoplimit: hopLimit }),
    ownOrInherited('tclass', trafficClass, 2),
    ownOrInherited('flowlabel', flowlabel, 5),
    piece(` (flowinfo ${flowinfo})`, { flowinfo }),
    ...(settings.inheritsDscp ? [piece(' dscp inherit', { ip6_tnl_f_rcv_dscp_copy: null })] : []),
    ...(settings.allowsLocalRemote
      ? [piece(' allow-localremote', { ip6_tnl_f_allow_local_remote: null })]
      : []),
  ];
}

function ownOrInherited(name: string, value: number | 'inherit', digits: number): Piece {
  if (value === 'inherit')
    return piece(` ${name} inherit`, { [`ip6_tnl_f_use_orig_${name}`]: null });
  const text = printHex(value, digits);
  return piece(` ${name} ${text}`, { [name]: text });
}

const MODES: ReadonlyMap<number, string> = new Map([
  [0, 'any'],
  [PROTOCOL.ipip, 'ip'],
  [PROTOCOL.ipv6, 'ipv6'],
]);
