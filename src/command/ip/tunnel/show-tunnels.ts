import { isUnspecified, sameAddress, type Address } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { isFallback } from '../../../machine/tunnel-devices.js';
import { tunnelOf, type TunnelSettings } from '../../../namespace/link-kind/tunnel.js';
import type { Link } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import { paint } from '../colour.js';
import type { IpContext } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { printDsfield } from '../named-numbers.js';
import { objectOf, piece, textOf, type Piece } from '../piece.js';
import { findAsked } from './asked-settings.js';
import { BASE_DEVICES, isTunnel4, openTunnel, OTHER_FAMILY } from './find-tunnel.js';
import { parseTunnelRequest, refuseRequest, type TunnelRequest } from './tunnel-request.js';

/** `ip tunnel show`: with a mode, or a name that says one, that device; else those that are like what is asked for. Source: `do_show` in `iptunnel.c` of iproute2. */
export function showTunnels(context: IpContext): CommandResult {
  const request = parseTunnelRequest(context);
  const namespace = namespaceOf(context.machine, context.namespace);
  if (context.statistics) refuseNotSimulated('-statistics of tunnels');
  const { machine, links } = findTunnels(context, namespace, request);
  const entries = links.map((link) => tunnelPieces(context, namespace, link));
  // The tool makes no JSON of one that it asks for by name or mode.
  const isOne = request.mode !== undefined;
  return succeed(machine, printTunnels(isOne ? { ...context, json: false } : context, entries));
}

/** The lines, or the JSON, of a list of tunnels. */
export function printTunnels(context: IpContext, entries: readonly (readonly Piece[])[]): string {
  if (context.json) return printEntries(context, entries);
  return entries.map((pieces) => `${textOf(pieces)}\n`).join('');
}

/** Each entry is followed by a line end, in JSON too. */
function printEntries({ pretty }: IpContext, entries: readonly (readonly Piece[])[]): string {
  const texts = entries.map((pieces) => printJson([objectOf(pieces)], pretty));
  const inner = texts.map((text) => text.replace(/^\[ ?/, '').replace(/ ?\]\n$/, ''));
  if (inner.length === 0) return printJson([], pretty);
  const open = pretty ? '[ ' : '[';
  const close = pretty ? ' ]' : ']';
  return `${open}${inner.join('\n,')}\n${close}\n`;
}

function findTunnels(
  context: IpContext,
  namespace: Namespace,
  request: TunnelRequest,
): { readonly machine: Machine; readonly links: readonly Link[] } {
  const { mode, name, draft } = request;
  if (mode !== undefined) {
    const asked = name ?? BASE_DEVICES[mode];
    const opened = openTunnel(context, asked, (why) =>
      refuseRequest(`get tunnel "${asked}" failed: ${why}`),
    );
    const found = isFallback(opened.link) ? findAsked(opened, mode, draft) : undefined;
    const link = found === undefined ? opened.link : linkAt(opened.machine, found);
    return { machine: opened.machine, links: [checkTunnel4(link)] };
  }
  const links = namespace.links
    .toArray()
    .filter((link) => isTunnel4(link) && (name === undefined || isNamed(link, name)))
    .filter(
      ({ settings, lower }) => settings.kind === 'tunnel' && isLike(settings, lower?.index, draft),
    );
  return { machine: context.machine, links };
}

/** The tool finds the device by its name, and compares with the name that the kernel's answer has. Source: `do_tunnels_list`, `ip_tunnel_parm_match` of iproute2 */
function isNamed(link: Link, name: string): boolean {
  return link.name === name && tunnelOf(link)?.firstName === name;
}

function checkTunnel4(link: Link): Link {
  return isTunnel4(link) ? link : refuseNotSimulated(OTHER_FAMILY);
}

function isLike(
  settings: TunnelSettings,
  lower: number | undefined,
  { dev, remote, local, inputKey }: TunnelRequest['draft'],
): boolean {
  return (
    (dev === undefined || dev === lower) &&
    isAsked(settings.remote, remote) &&
    isAsked(settings.local, local) &&
    (inputKey === undefined || inputKey === 0 || inputKey === settings.inputKey)
  );
}

function isAsked(end: Address, asked: Address | undefined): boolean {
  return asked === undefined || isUnspecified(asked) || sameAddress(end, asked);
}

function tunnelPieces(context: IpContext, namespace: Namespace, link: Link): readonly Piece[] {
  const { settings, kind } = link;
  if (settings.kind !== 'tunnel') return [];
  const name = settings.firstName;
  const { remote, local, ttl, tos, pmtudisc } = settings;
  const mode = kind === 'gre' ? 'gre/ip' : modeOf(settings);
  const dsfield = printDsfield(context.names, tos);
  return [
    piece(paint(context, 'device', `${name}: `), { ifname: name }),
    piece(`${mode} `, { mode }),
    piece(`remote ${endText(remote)} `, { remote: printAddress(remote) }),
    piece(`local ${endText(local)}`, { local: printAddress(local) }),
    ...lowerPieces(namespace, link),
    ttl === 0 ? piece(' ttl inherit') : piece(` ttl ${ttl}`, { ttl }),
    ...(tos === 0
      ? []
      : [tos === 1 ? piece(' tos inherit') : piece(` tos ${dsfield}`, { tos: dsfield })]),
    ...(pmtudisc ? [] : [piece(' nopmtudisc', { nopmtudisc: null })]),
    ...keyPieces(settings),
    ...(kind === 'sit' && settings.carries === PROTOCOL.ipv6
      ? [piece(' 6rd-prefix 2002::/16', { '6rd-prefix': '2002::', '6rd-prefixlen': 16 })]
      : []),
    ...(kind === 'gre' ? [flagsPiece(settings)] : []),
  ];
}

function modeOf({ carries }: TunnelSettings): string {
  if (carries === PROTOCOL.ipip) return 'ip/ip';
  return carries === PROTOCOL.ipv6 ? 'ipv6/ip' : 'any/ip';
}

function endText(end: Address): string {
  return isUnspecified(end) ? 'any' : printAddress(end);
}

function lowerPieces(namespace: Namespace, { lower }: Link): readonly Piece[] {
  if (lower === undefined) return [];
  const dev = linkByIndex(namespace, lower.index)?.name ?? `if${lower.index}`;
  return [piece(` dev ${dev}`, { dev })];
}

function keyPieces({ inputKey, outputKey }: TunnelSettings): readonly Piece[] {
  if (inputKey !== undefined && inputKey === outputKey) {
    return [piece(` key ${inputKey}`, { key: inputKey })];
  }
  return [
    ...(inputKey === undefined ? [] : [piece(` ikey ${inputKey}`, { ikey: inputKey })]),
    ...(outputKey === undefined ? [] : [piece(` okey ${outputKey}`, { okey: outputKey })]),
  ];
}

function flagsPiece(settings: TunnelSettings): Piece {
  const flags = [
    [settings.inputSequence, 'rx_drop_ooseq', 'Drop packets out of sequence.'],
    [settings.inputChecksum, 'rx_csum', 'Checksum in received packet is required.'],
    [settings.outputSequence, 'tx_seq', 'Sequence packets on output.'],
    [settings.outputChecksum, 'tx_csum', 'Checksum output packets.'],
  ] as const;
  const set = flags.filter(([on]) => on);
  return piece(set.map(([, , text]) => `\n  ${text}`).join(''), {
    flags: set.map(([, flag]) => flag),
  });
}
