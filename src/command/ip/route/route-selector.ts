import { unspecifiedAddress, type Address } from '../../../address/address.js';
import { addressBits, type Family } from '../../../address/family.js';
import { makePrefix, prefixContains, type Prefix } from '../../../address/prefix.js';
import { TABLE, type RouteType } from '../../../fib/route.js';
import type { InetPrefix } from '../address-arguments.js';
import type { HiddenPart } from './print-route.js';
import type { RouteMessage } from './route-message.js';

/** Which routes `ip route show` and `ip route flush` are about. What is undefined selects nothing. */
export interface RouteSelector {
  /** Table id; 0 is all. */
  readonly table: number;
  /** Only cached routes, of which a host without traffic has none. */
  readonly cached: boolean;
  readonly tos?: number;
  readonly protocol?: number;
  readonly scope?: number;
  readonly type?: RouteType;
  /** Types that are left out. */
  readonly unlisted?: readonly RouteType[];
  /** ifindex. */
  readonly dev?: number;
  /** ifindex. */
  readonly iif?: number;
  readonly mark?: number;
  readonly metric?: number;
  readonly via?: InetPrefix;
  readonly prefsrc?: InetPrefix;
  readonly realms?: { readonly value: number; readonly mask: number };
  /** The destination lies in it. */
  readonly root?: InetPrefix;
  /** It lies in the destination. */
  readonly match?: InetPrefix;
  /** The source prefix lies in it. */
  readonly fromRoot?: InetPrefix;
  /** It lies in the source prefix. */
  readonly fromMatch?: InetPrefix;
}

/** Reports whether a route is selected. Source: `filter_nlmsg` of iproute2. */
export function selects(selector: RouteSelector, route: RouteMessage): boolean {
  const { realms } = selector;
  return (
    !selector.cached &&
    inTable(selector.table, route) &&
    agrees(selector.tos, route.tos) &&
    agrees(selector.protocol, route.protocol) &&
    agrees(selector.scope, route.scope) &&
    agrees(selector.type, route.type) &&
    selector.unlisted?.includes(route.type) !== true &&
    agrees(selector.mark, route.mark) &&
    agrees(selector.metric, route.metric ?? 0) &&
    agrees(selector.iif, route.iif ?? 0) &&
    usesDevice(selector.dev, route) &&
    (realms === undefined || ((route.realms ^ realms.value) & realms.mask) === 0) &&
    liesIn(route.dst, selector.root, route.family) &&
    covers(route.dst, selector.match, route.family) &&
    liesIn(sourceOf(route), selector.fromRoot, route.family) &&
    covers(sourceOf(route), selector.fromMatch, route.family) &&
    hasAddressIn(route.gateway, selector.via, route.family) &&
    hasAddressIn(route.prefsrc, selector.prefsrc, route.family)
  );
}

/** The tool doesn't expect own addresses in the table main of IPv6, and leaves them out. */
function inTable(table: number, route: RouteMessage): boolean {
  if (table === 0) return true;
  const odd = route.family === 6 && table === TABLE.main && route.type === 'local';
  return table === route.table && !odd;
}

/** A route with several nexthops is over each of their devices. */
function usesDevice(wanted: number | undefined, { dev, nexthops }: RouteMessage): boolean {
  return nexthops.length > 0
    ? wanted === undefined || nexthops.some((hop) => hop.dev === wanted)
    : agrees(wanted, dev);
}

function agrees<T>(wanted: T | undefined, has: T): boolean {
  return wanted === undefined || wanted === has;
}

function sourceOf({ from, family }: RouteMessage): Prefix {
  return from ?? makePrefix(unspecifiedAddress(family), 0);
}

/** Every route lies in `any` and in `default` when no family was asked for. */
function liesIn(prefix: Prefix, root: InetPrefix | undefined, family: Family): boolean {
  if (root?.address === undefined) return true;
  return (
    root.family === family &&
    root.length <= prefix.length &&
    prefixContains(makePrefix(root.address, root.length), prefix.address)
  );
}

/** Every route covers such an `any`; such a `default` only those of length 0. */
function covers(prefix: Prefix, match: InetPrefix | undefined, family: Family): boolean {
  if (match === undefined || isFree(match)) return true;
  if (match.address === undefined) return match.length >= prefix.length;
  return (
    match.family === family &&
    match.length >= prefix.length &&
    prefixContains(prefix, match.address)
  );
}

function isFree({ address, lengthGiven }: InetPrefix): boolean {
  return address === undefined && !lengthGiven;
}

/** A route without the address counts as one with the all-zero address. */
function hasAddressIn(
  address: Address | undefined,
  wanted: InetPrefix | undefined,
  family: Family,
): boolean {
  if (wanted?.address === undefined) return true;
  const has = address ?? unspecifiedAddress(family);
  return prefixContains(makePrefix(wanted.address, wanted.length), has);
}

/** The parts of a route that a listing leaves out since all that it lists agree in them. */
export function hiddenParts(selector: RouteSelector): ReadonlySet<HiddenPart> {
  const { realms } = selector;
  const hidden: readonly (readonly [HiddenPart, boolean])[] = [
    ['table', selector.table !== 0],
    ['tos', selector.tos !== undefined],
    ['protocol', selector.protocol !== undefined],
    ['scope', selector.scope !== undefined],
    ['dev', selector.dev !== undefined],
    ['iif', selector.iif !== undefined],
    ['metric', selector.metric !== undefined],
    ['realms', realms !== undefined && realms.mask >>> 0 === 0xffffffff],
    ['gateway', isHost(selector.via)],
    ['prefsrc', isHost(selector.prefsrc)],
  ];
  return new Set(hidden.flatMap(([part, is]) => (is ? [part] : [])));
}

function isHost(prefix: InetPrefix | undefined): boolean {
  return prefix?.family !== undefined && prefix.length === addressBits(prefix.family);
}
