import { tick } from '../../../bound.js';
import { printAddress, printPrefixShort } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import type { Prefix } from '../../../address/prefix.js';
import { ROUTE_PROTOCOL, routeTypeNumber, TABLE } from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { paint } from '../colour.js';
import type { IpStyle } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { printDsfield, printRouteProtocol, printScope, printTableId } from '../named-numbers.js';
import { nexthopPieces } from '../nexthop/nexthop-pieces.js';
import { lineBreak, objectOf, textOf, type Piece } from '../piece.js';
import { printRouteType } from '../route-type-argument.js';
import { metricsJson, printMetrics } from './print-metrics.js';
import { realmNames } from './read/realms-argument.js';
import type { RouteMessage } from './route-message.js';

/** Parts of a route that are left out because the listing was selected by them. */
export type HiddenPart =
  | 'tos'
  | 'gateway'
  | 'dev'
  | 'table'
  | 'protocol'
  | 'scope'
  | 'prefsrc'
  | 'metric'
  | 'realms'
  | 'iif';

/** How routes are printed. */
export interface RoutePrinting {
  readonly context: IpStyle;
  /** Names the devices. */
  readonly namespace: Namespace;
  readonly hidden: ReadonlySet<HiddenPart>;
}

/** Prints routes as `ip route` does: one line each, or one JSON list. */
export function printRoutes(messages: readonly RouteMessage[], printing: RoutePrinting): string {
  const { json, pretty } = printing.context;
  const pieces = messages.map((message) => routePieces(message, printing));
  if (!json) return pieces.map(printLine).join('');
  return printJson(pieces.map(objectOf), pretty);
}

function printLine(pieces: readonly Piece[]): string {
  return `${textOf(pieces)}\n`;
}

/** To print a route takes so many pieces of work. */
const ROUTE_PIECES = 8;

/** Source: `print_route` of iproute2. */
function routePieces(message: RouteMessage, printing: RoutePrinting): readonly Piece[] {
  tick(ROUTE_PIECES);
  const { context, hidden } = printing;
  const { names, details } = context;
  const shown = (part: HiddenPart): boolean => !hidden.has(part);
  const { type, tos, dev, table, protocol, scope, prefsrc, metric, iif } = message;
  const listed = message.cache === undefined;
  return [
    ...when(type !== 'unicast' || details, () =>
      word('type', '', printRouteType(routeTypeNumber(type), context.numeric)),
    ),
    prefixPiece('dst', message.dst, message, context),
    ...some(message.from, (from) => prefixPiece('from', from, message, context)),
    ...some(message.nhid, (nhid) => ({ text: `nhid ${nhid} `, json: { nhid } })),
    ...when(tos !== 0 && shown('tos'), () => word('tos', 'tos ', printDsfield(names, tos))),
    ...some(message.gateway, (gateway) => gatewayPieces(gateway, message, printing)).flat(),
    ...some(shown('dev') ? dev : undefined, (index) => devicePiece('dev', index, printing)),
    ...when(table !== 0 && (table !== TABLE.main || details) && shown('table'), () =>
      word('table', 'table ', printTableId(names, table)),
    ),
    ...when(listed && (protocol !== ROUTE_PROTOCOL.boot || details) && shown('protocol'), () =>
      word('protocol', 'proto ', printRouteProtocol(names, protocol)),
    ),
    ...when(listed && (scope !== 0 || details) && shown('scope'), () =>
      word('scope', 'scope ', printScope(names, scope)),
    ),
    ...some(shown('prefsrc') ? prefsrc : undefined, (address) => ({
      text: `src ${paintAddress(context, address, printAddress(address))}`,
      json: { prefsrc: printAddress(address) },
    })),
    ...some(shown('metric') ? metric : undefined, (value) => ({
      text: `metric ${value} `,
      json: { metric: value },
    })),
    flagsPiece(message.flags),
    ...when(message.mark !== 0, () => markPiece(message.mark)),
    ...when(message.realms !== 0 && shown('realms'), () => realmsPiece(message.realms, context)),
    ...some(message.uid, (uid) => ({ text: `uid ${uid} `, json: { uid } })),
    ...some(message.cache, (flags) => cachePiece(flags, context)),
    ...when(message.metrics.length > 0, () => ({
      text: printMetrics(message.metrics),
      json: { metrics: [metricsJson(message.metrics)] },
    })),
    ...some(shown('iif') ? iif : undefined, (index) => devicePiece('iif', index, printing)),
    ...some(message.preference, (pref) => ({ text: `pref ${pref}`, json: { pref } })),
    ...some(details ? message.nhid : undefined, (nhid) => objectPieces(nhid, printing)).flat(),
    ...when(message.nexthops.length > 0, () => nexthopsPiece(message, printing)),
  ];
}

/** With -details what the nexthop object is, on a line of its own even with -oneline. Source: `print_cache_nexthop_id` of iproute2. */
function objectPieces(id: number, { context, namespace }: RoutePrinting): readonly Piece[] {
  const object = namespace.nexthops.get(id);
  if (object === undefined) return [];
  const pieces = nexthopPieces(object, context, namespace);
  return [{ text: `\n\tnh_info ${textOf(pieces)}`, json: { nh_info: objectOf(pieces) } }];
}

/** Source: `print_rta_multipath` of iproute2. */
function nexthopsPiece(message: RouteMessage, printing: RoutePrinting): Piece {
  const all = { ...printing, hidden: new Set<HiddenPart>() };
  const hops = message.nexthops.map(({ gateway, dev, weight, flags }) => [
    ...some(gateway, (address) => gatewayPieces(address, message, all)).flat(),
    devicePiece('dev', dev, printing),
    { text: `weight ${weight} `, json: { weight } },
    flagsPiece(flags),
  ]);
  const start = `${lineBreak(printing.context)}\tnexthop `;
  return {
    text: hops.map((pieces) => `${start}${textOf(pieces)}`).join(''),
    json: { nexthops: hops.map(objectOf) },
  };
}

function flagsPiece(flags: readonly string[]): Piece {
  return { text: flags.map((flag) => `${flag} `).join(''), json: { flags } };
}

function when(condition: boolean, make: () => Piece): readonly Piece[] {
  return condition ? [make()] : [];
}

function some<T, R>(value: T | undefined, make: (value: T) => R): readonly R[] {
  return value === undefined ? [] : [make(value)];
}

function word(key: string, before: string, value: string): Piece {
  return { text: `${before}${value} `, json: { [key]: value } };
}

function paintAddress(context: IpStyle, { family }: { family: Family }, text: string): string {
  return paint(context, family === 4 ? 'inet' : 'inet6', `${text} `);
}

/** A destination that matches everything is called default; the sender's address never is. */
function prefixPiece(
  key: 'dst' | 'from',
  prefix: Prefix,
  { family }: RouteMessage,
  context: IpStyle,
): Piece {
  if (key === 'dst' && prefix.length === 0) return word('dst', '', 'default');
  const text = printPrefixShort(prefix);
  const label = key === 'from' ? `from ${text}` : text;
  return { text: paintAddress(context, { family }, label), json: { [key]: text } };
}

/** A gateway of the other family is never hidden, and is named with its family. */
function gatewayPieces(
  gateway: Address,
  message: RouteMessage,
  { context, hidden }: RoutePrinting,
): readonly Piece[] {
  const host = printAddress(gateway);
  const painted = paintAddress(context, gateway, host);
  if (gateway.family === message.family) {
    return when(!hidden.has('gateway'), () => ({
      text: `via ${painted}`,
      json: { gateway: host },
    }));
  }
  const family = gateway.family === 4 ? 'inet' : 'inet6';
  return [{ text: `via ${family} ${painted}`, json: { via: { family, host } } }];
}

function devicePiece(
  key: 'dev' | 'iif',
  index: number,
  { context, namespace }: RoutePrinting,
): Piece {
  const name = linkByIndex(namespace, index)?.name ?? `if${index}`;
  return { text: `${key} ${paint(context, 'device', `${name} `)}`, json: { [key]: name } };
}

function markPiece(mark: number): Piece {
  const text = mark < 16 ? String(mark) : `0x${mark.toString(16)}`;
  return { text: `mark ${text} `, json: { mark } };
}

function realmsPiece(realms: number, { names }: IpStyle): Piece {
  const { from, to } = realmNames(names, realms);
  return from === undefined
    ? { text: `realm ${to} `, json: { flow: { to } } }
    : { text: `realms ${from}/${to} `, json: { flow: { from, to } } };
}

function cachePiece(flags: readonly string[], { oneline }: IpStyle): Piece {
  const list = flags.length === 0 ? '' : `<${flags.join(',')}> `;
  return { text: `${oneline ? '\\' : '\n'}    cache ${list}`, json: { cache: flags } };
}
