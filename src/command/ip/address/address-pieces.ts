import { sameAddress } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import {
  ADDRESS_FLAGS,
  type AddressFlag,
  type InterfaceAddress,
} from '../../../namespace/address/interface-address.js';
import type { Link } from '../../../namespace/link.js';
import { paint } from '../colour.js';
import type { IpStyle } from '../ip-context.js';
import { printScope } from '../named-numbers.js';
import { lineBreak, piece, type Piece } from '../piece.js';
import { FOREVER } from './address-request.js';
import { printAddressProtocol } from './address-protocols.js';

/** What is printed of an address, in the order in which the tool prints it, without the last line end. Source: `print_addrinfo` of iproute2. */
export function addressPieces(
  style: IpStyle,
  link: Link,
  address: InterfaceAddress,
): readonly Piece[] {
  if (style.brief) return ownPieces(style, address);
  const { family } = address.local;
  const name = family === 4 ? 'inet' : 'inet6';
  const scope = printScope(style.names, address.scope);
  return [
    ...(style.oneline
      ? [piece(`${link.index}: ${link.name}`, { index: link.index, dev: link.name })]
      : []),
    piece(`    ${name} `, { family: name }),
    ...ownPieces(style, address),
    ...broadcastPieces(style, address),
    piece(`scope ${scope} `, { scope }),
    ...(address.secondary ? [piece('secondary ', { secondary: true })] : []),
    ...ADDRESS_FLAGS.filter((flag) => address.flags.has(flag)).map(flagPiece),
    ...protocolPieces(style, address),
    ...(family === 4 ? [piece(address.label, { label: address.label })] : []),
    ...lifetimePieces(style, address),
  ];
}

function ownPieces(style: IpStyle, address: InterfaceAddress): readonly Piece[] {
  const { local, peer, length, metric } = address;
  const part = local.family === 4 ? 'inet' : 'inet6';
  const text = printAddress(local);
  const peerText = printAddress(peer);
  return [
    piece(paint(style, part, text), { local: text }),
    ...(sameAddress(local, peer)
      ? []
      : [piece(` peer ${paint(style, part, peerText)}`, { address: peerText })]),
    piece(`/${length} `, { prefixlen: length }),
    ...(metric === 0 ? [] : [piece(`metric ${metric} `, { metric })]),
  ];
}

function broadcastPieces(style: IpStyle, { broadcast }: InterfaceAddress): readonly Piece[] {
  if (broadcast === undefined) return [];
  const text = printAddress(broadcast);
  return [piece(`brd ${paint(style, 'inet', `${text} `)}`, { broadcast: text })];
}

function flagPiece(flag: AddressFlag): Piece {
  return piece(`${flag} `, { [flag]: true });
}

function protocolPieces(style: IpStyle, { protocol }: InterfaceAddress): readonly Piece[] {
  if (protocol === 0) return [];
  const text = printAddressProtocol(protocol, style.numeric);
  return [piece(`proto ${text} `, { protocol: text })];
}

/** The kernel says nothing of the preferred lifetime of an IPv4 address that lives forever. Source: `inet_fill_ifaddr`. */
function lifetimePieces(style: IpStyle, { local, flags }: InterfaceAddress): readonly Piece[] {
  const isOver = local.family === 6 && flags.has('deprecated');
  return [
    piece(`${lineBreak(style)}       valid_lft forever`, { valid_life_time: FOREVER }),
    piece(` preferred_lft ${isOver ? '0sec' : 'forever'}`, {
      preferred_life_time: isOver ? 0 : FOREVER,
    }),
  ];
}
