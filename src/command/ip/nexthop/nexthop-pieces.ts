import { printAddress } from '../../../address/address-text.js';
import type { GroupMember, NexthopObject, Resilience } from '../../../fib/nexthop-object.js';
import { SCOPE } from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { paint } from '../colour.js';
import type { IpStyle } from '../ip-context.js';
import { printRouteProtocol, printScope } from '../named-numbers.js';
import { piece, type Piece } from '../piece.js';

/** What is printed of a nexthop object, in the order in which the tool prints it, without the line end. Source: `__print_nexthop_entry` of iproute2. */
export function nexthopPieces(
  object: NexthopObject,
  style: IpStyle,
  namespace: Namespace,
): readonly Piece[] {
  const { id, protocol } = object;
  const single = object.kind === 'single' ? object : undefined;
  const way = single?.blackhole === false ? single.nexthop : undefined;
  const scope = way?.scope ?? SCOPE.global;
  const flags = way?.onlink === true ? ['onlink'] : [];
  return [
    piece(`id ${id} `, { id }),
    ...(object.kind === 'group' ? [groupPiece(object.members)] : []),
    ...(object.kind === 'group' && object.resilience !== undefined
      ? [resiliencePiece(object.resilience)]
      : []),
    ...(way?.gateway === undefined ? [] : [gatewayPiece(way.gateway, style)]),
    ...(way === undefined ? [] : [devicePiece(way.dev, style, namespace)]),
    ...(scope !== SCOPE.global || style.details
      ? [wordPiece('scope', 'scope', printScope(style.names, scope))]
      : []),
    ...(single?.blackhole === true ? [piece('blackhole ', { blackhole: null })] : []),
    ...(protocol !== 0 || style.details
      ? [wordPiece('protocol', 'proto', printRouteProtocol(style.names, protocol))]
      : []),
    piece(flags.map((flag) => `${flag} `).join(''), { flags }),
  ];
}

function wordPiece(key: string, before: string, text: string): Piece {
  return piece(`${before} ${text} `, { [key]: text });
}

function groupPiece(members: readonly GroupMember[]): Piece {
  const text = members.map(({ id, weight }) => (weight === 1 ? `${id}` : `${id},${weight}`));
  const group = members.map(({ id, weight }) => (weight === 1 ? { id } : { id, weight }));
  return piece(`group ${text.join('/')} `, { group });
}

/** The time for which a group has been unbalanced is always 0: its buckets are in balance as far as they can be. */
function resiliencePiece({ buckets, idleTimer, unbalancedTimer }: Resilience): Piece {
  const args = {
    buckets: buckets.length,
    idle_timer: idleTimer,
    unbalanced_timer: unbalancedTimer,
    unbalanced_time: 0,
  };
  const text = Object.entries(args).map(([name, value]) => `${name} ${value} `);
  return piece(`type resilient ${text.join('')}`, { type: 'resilient', resilient_args: args });
}

function gatewayPiece(address: Parameters<typeof printAddress>[0], style: IpStyle): Piece {
  const gateway = printAddress(address);
  const part = address.family === 4 ? 'inet' : 'inet6';
  return piece(`via ${paint(style, part, `${gateway} `)}`, { gateway });
}

function devicePiece(index: number, style: IpStyle, namespace: Namespace): Piece {
  const dev = linkByIndex(namespace, index)?.name ?? `if${index}`;
  return piece(`dev ${paint(style, 'device', `${dev} `)}`, { dev });
}
