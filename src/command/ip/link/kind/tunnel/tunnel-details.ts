import { isUnspecified, type Address } from '../../../../../address/address.js';
import { printAddress } from '../../../../../address/address-text.js';
import type { TunnelSettings } from '../../../../../namespace/link-kind/tunnel.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../../packet/protocol.js';
import type { IpContext } from '../../../ip-context.js';
import { piece, type Piece } from '../../../piece.js';
import { keyAddress } from '../../../tunnel/tunnel-values.js';

/** What `-details` prints of a tunnel over IPv4. Source: `iptunnel_print_opt`, `gre_print_opt` of iproute2. */
export function tunnelDetails(
  _context: IpContext,
  namespace: Namespace,
  link: Link,
): readonly Piece[] {
  const { settings, kind } = link;
  if (settings.kind !== 'tunnel') return [];
  if (kind === 'vti') {
    return [
      endPiece('remote', settings.remote),
      endPiece('local', settings.local),
      ...lowerPieces(namespace, link),
      ...keyPieces('ikey', settings.inputKey || undefined),
      ...keyPieces('okey', settings.outputKey || undefined),
      ...(settings.fwmark === 0 ? [] : [hexPiece('fwmark', settings.fwmark)]),
    ];
  }
  const isGre = kind !== 'ipip' && kind !== 'sit';
  return [
    ...(isGre ? [] : [carriedPiece(settings)]),
    endPiece('remote', settings.remote),
    endPiece('local', settings.local),
    ...lowerPieces(namespace, link),
    piece(settings.ttl === 0 ? 'ttl inherit ' : `ttl ${settings.ttl} `, { ttl: settings.ttl }),
    ...tosPieces(settings),
    pmtudiscPiece(settings, isGre),
    ...(isGre ? grePieces(settings, kind === 'erspan') : []),
    ...(kind === 'sit'
      ? [piece('6rd-prefix 2002::/16 ', { prefix: '2002::', prefixlen: 16 })]
      : []),
    ...(settings.fwmark === 0 ? [] : [hexPiece('fwmark', settings.fwmark)]),
  ];
}

function carriedPiece({ carries }: TunnelSettings): Piece {
  const names = new Map<number, string>([
    [0, 'any'],
    [PROTOCOL.ipip, 'ipip'],
    [PROTOCOL.ipv6, 'ip6ip'],
  ]);
  const proto = names.get(carries) ?? String(carries);
  return piece(`${proto} `, { proto });
}

function endPiece(name: 'remote' | 'local', address: Address): Piece {
  const text = isUnspecified(address) ? 'any' : printAddress(address);
  return piece(`${name} ${text} `, { [name]: text });
}

function lowerPieces(namespace: Namespace, { lower }: Link): readonly Piece[] {
  if (lower === undefined) return [];
  const name = linkByIndex(namespace, lower.index)?.name ?? `if${lower.index}`;
  return [piece(`dev ${name} `, { link: name })];
}

function tosPieces({ tos }: TunnelSettings): readonly Piece[] {
  if (tos === 0) return [];
  return [tos === 1 ? piece('tos inherit ', { tos: '0x1' }) : hexPiece('tos', tos)];
}

function hexPiece(name: string, value: number): Piece {
  const hex = `0x${value.toString(16)}`;
  return piece(`${name} ${hex} `, { [name]: hex });
}

/** GRE prints it only when it's off. */
function pmtudiscPiece({ pmtudisc }: TunnelSettings, isGre: boolean): Piece {
  const word = pmtudisc ? (isGre ? '' : 'pmtudisc ') : 'nopmtudisc ';
  return piece(word, { pmtudisc });
}

function grePieces(settings: TunnelSettings, isErspan: boolean): readonly Piece[] {
  const { inputKey, outputKey } = settings;
  const flags = [
    ['iseq', settings.inputSequence],
    ['oseq', settings.outputSequence],
    ['icsum', settings.inputChecksum],
    ['ocsum', settings.outputChecksum],
  ] as const;
  return [
    ...(settings.ignoreDf ? [piece('ignore-df ', { ignore_df: true })] : []),
    ...keyPieces('ikey', inputKey),
    ...keyPieces('okey', isErspan ? 0 : outputKey),
    ...flags.flatMap(([name, on]) => (on ? [piece(`${name} `, { [name]: true })] : [])),
    ...(isErspan
      ? [piece('erspan_index 0 ', { erspan_index: 0 }), piece('erspan_ver 1 ', { erspan_ver: 1 })]
      : []),
  ];
}

function keyPieces(name: 'ikey' | 'okey', key: number | undefined): readonly Piece[] {
  if (key === undefined) return [];
  const text = printAddress(keyAddress(key));
  return [piece(`${name} ${text} `, { [name]: text })];
}
