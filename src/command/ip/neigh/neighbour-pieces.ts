import { printAddress } from '../../../address/address-text.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import type { Neighbour } from '../../../neighbour/neighbour.js';
import { paint } from '../colour.js';
import type { IpStyle } from '../ip-context.js';
import { printRouteProtocol } from '../named-numbers.js';
import { piece, type Piece } from '../piece.js';

/**
 * What is printed of a neighbour entry, in the order in which the tool prints it, without the line end. Source: `print_neigh` of iproute2.
 *
 * @param withDevice - false when only entries of one device are asked for
 */
export function neighbourPieces(
  style: IpStyle,
  namespace: Namespace,
  entry: Neighbour,
  withDevice: boolean,
): readonly Piece[] {
  const part = entry.address.family === 4 ? 'inet' : 'inet6';
  const dst = printAddress(entry.address);
  const dev = withDevice ? linkByIndex(namespace, entry.dev)?.name : undefined;
  const { lladdr } = entry;
  if (style.brief) {
    return [
      piece(paint(style, part, `${dst.padEnd(39)} `), { dst }),
      ...(dev === undefined ? [] : [piece(paint(style, 'device', `${dev.padEnd(16)} `), { dev })]),
      ...(lladdr === undefined ? [] : [piece(paint(style, 'lladdr', lladdr), { lladdr })]),
    ];
  }
  return [
    piece(paint(style, part, `${dst} `), { dst }),
    ...(dev === undefined ? [] : [piece(`dev ${paint(style, 'device', `${dev} `)}`, { dev })]),
    ...(lladdr === undefined
      ? []
      : [piece(`lladdr ${paint(style, 'lladdr', `${lladdr} `)}`, { lladdr })]),
    ...(entry.router ? [piece('router ', { router: null })] : []),
    ...(entry.proxy ? [piece('proxy ', { proxy: null })] : []),
    ...statePieces(entry),
    ...protocolPieces(style, entry),
  ];
}

function statePieces({ state }: Neighbour): readonly Piece[] {
  if (state === 'none') return [];
  const word = state.toUpperCase();
  return [piece(`${word} `, { state: [word] })];
}

function protocolPieces(style: IpStyle, { protocol }: Neighbour): readonly Piece[] {
  if (protocol === 0) return [];
  const text = printRouteProtocol(style.names, protocol);
  return [piece(`proto ${text} `, { protocol: text })];
}
