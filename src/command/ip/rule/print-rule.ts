import type { Address } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { addressBits } from '../../../address/family.js';
import { assertNever } from '../../../assert-never.js';
import { ROUTE_PROTOCOL, routeTypeNumber } from '../../../fib/route.js';
import { actionNumber } from '../../../rpdb/rule-request.js';
import type { PortSelector, Rule, RuleAction, RulePrefix } from '../../../rpdb/rule.js';
import { protocolName } from '../../protocol-names.js';
import { paint } from '../colour.js';
import type { JsonValue } from '../json-text.js';
import {
  printDscp,
  printDsfield,
  printGroup,
  printRouteProtocol,
  printTableId,
} from '../named-numbers.js';
import type { Names } from '../names.js';
import { objectOf, piece, textOf, type Piece } from '../piece.js';
import { printRouteType } from '../route-type-argument.js';
import { realmNames } from '../route/read/realms-argument.js';

/** What a rule is printed with. */
export interface RuleStyle {
  readonly names: Names;
  readonly numeric: boolean;
  readonly details: boolean;
  readonly colour: boolean;
  /** Whether there is a device of that name; rules that name another are shown as detached. */
  readonly hasDevice: (name: string) => boolean;
}

/** The action that ip(8) calls `nat`; the kernel has forgotten it. */
const NAT = routeTypeNumber('nat');

/** Prints a rule as a line of `ip rule`, line end included. */
export function printRule(rule: Rule, style: RuleStyle): string {
  return `${textOf(rulePieces(rule, style))}\n`;
}

/** The object that `ip -json rule` has for a rule. */
export function ruleJson(rule: Rule, style: RuleStyle): JsonValue {
  return objectOf(rulePieces(rule, style));
}

/** The pieces in the order in which the tool prints them. Source: `print_rule` of iproute2. */
function rulePieces(rule: Rule, style: RuleStyle): readonly Piece[] {
  const { names } = style;
  return [
    piece(`${rule.priority}:\t`, { priority: rule.priority }),
    ...when(rule.not, () => piece('not ', { not: null })),
    rule.from === undefined
      ? piece('from all', { src: 'all' })
      : prefixPiece('from ', 'src', rule.from, style),
    ...given(rule.to, (to) => prefixPiece(' to ', 'dst', to, style)),
    ...given(rule.tos, (tos) => word('tos', printDsfield(names, tos))),
    ...given(rule.fwmark, ({ value, mask }) =>
      mask === 0xffffffff
        ? piece(` fwmark ${hex(value)}`, { fwmark: hex(value) })
        : piece(` fwmark ${hex(value)}/${hex(mask)}`, { fwmark: hex(value), fwmask: hex(mask) }),
    ),
    ...given(rule.iif, (name) => devicePiece('iif', name, style)),
    ...given(rule.oif, (name) => devicePiece('oif', name, style)),
    ...when(rule.l3mdev, () => piece(' lookup [l3mdev-table]', { l3mdev: null })),
    ...given(rule.uidrange, ({ from, to }) =>
      piece(` uidrange ${from}-${to}`, { uid_start: from, uid_end: to }),
    ),
    ...given(rule.ipproto, (protocol) => word('ipproto', printIpproto(protocol, style.numeric))),
    ...given(rule.sport, (ports) => portPiece('sport', ports)),
    ...given(rule.dport, (ports) => portPiece('dport', ports)),
    ...given(rule.tunId, (id) => piece(` tun_id ${id}`, { tun_id: BigInt(id) })),
    ...tablePieces(rule, names),
    ...when(rule.realms !== 0, () => realmsPiece(rule.realms, names)),
    ...actionPieces(rule, style),
    ...when(style.details || !isQuietProtocol(rule.protocol), () => {
      const protocol = printRouteProtocol(names, rule.protocol);
      return piece(` proto ${protocol}`, { protocol });
    }),
    ...given(rule.dscp, ({ value, mask }) => {
      const dscp = printDscp(names, value);
      return piece(mask === 0x3f ? ` dscp ${dscp}` : ` dscp ${hex(value)}/${hex(mask)}`, {
        dscp,
        dscp_mask: hex(mask),
      });
    }),
    ...given(rule.flowlabel, ({ value, mask }) =>
      piece(` flowlabel ${hex(value)}${mask === 0xfffff ? '' : `/${hex(mask)}`}`, {
        flowlabel: hex(value),
        flowlabel_mask: hex(mask),
      }),
    ),
  ];
}

function word(key: string, value: string): Piece {
  return piece(` ${key} ${value}`, { [key]: value });
}

function when(shown: boolean, make: () => Piece): readonly Piece[] {
  return shown ? [make()] : [];
}

function given<T>(value: T | undefined, make: (value: T) => Piece): readonly Piece[] {
  return value === undefined ? [] : [make(value)];
}

function prefixPiece(
  lead: string,
  key: 'src' | 'dst',
  { prefix, written }: RulePrefix,
  style: RuleStyle,
): Piece {
  const address = printAddress(written);
  const painted = paint(style, addressPart(written), address);
  return prefix.length === addressBits(written.family)
    ? piece(`${lead}${painted}`, { [key]: address })
    : piece(`${lead}${painted}/${prefix.length}`, { [key]: address, [`${key}len`]: prefix.length });
}

function addressPart(address: Address): 'inet' | 'inet6' {
  return address.family === 4 ? 'inet' : 'inet6';
}

function devicePiece(key: 'iif' | 'oif', name: string, style: RuleStyle): Piece {
  const text = ` ${key} ${paint(style, 'device', name)}`;
  return style.hasDevice(name)
    ? piece(text, { [key]: name })
    : piece(`${text} [detached]`, { [key]: name, [`${key}_detached`]: null });
}

function portPiece(key: 'sport' | 'dport', { from, to, mask }: PortSelector): Piece {
  if (from !== to)
    return piece(` ${key} ${from}-${to}`, { [`${key}_start`]: from, [`${key}_end`]: to });
  const text = mask === 0xffff ? `${from}` : `${hex(from)}/${hex(mask)}`;
  return piece(` ${key} ${text}`, { [key]: from, [`${key}_mask`]: hex(mask) });
}

function tablePieces(
  { action, suppressPrefixlength, suppressIfgroup }: Rule,
  names: Names,
): readonly Piece[] {
  if (action.table === 0) return [];
  const table = printTableId(names, action.table);
  return [
    piece(` lookup ${table}`, { table }),
    ...given(suppressPrefixlength, (length) =>
      piece(` suppress_prefixlength ${length}`, { suppress_prefixlen: length }),
    ),
    ...given(suppressIfgroup, (group) => word('suppress_ifgroup', printGroup(names, group))),
  ];
}

function realmsPiece(realms: number, names: Names): Piece {
  const { from, to } = realmNames(names, realms);
  return from === undefined
    ? piece(` realms ${to}`, { flow_to: to })
    : piece(` realms ${from}/${to}`, { flow_from: from, flow_to: to });
}

function actionPieces({ action, target }: Rule, { numeric }: RuleStyle): readonly Piece[] {
  switch (action.kind) {
    case 'lookup':
      return [];
    case 'goto':
      return [
        piece(` goto ${action.priority}`, { goto: action.priority }),
        ...when(target === undefined, () => piece(' [unresolved]', { unresolved: null })),
      ];
    case 'nop':
      return [piece(' nop', { nop: null })];
    case 'number':
      return action.number === NAT
        ? [piece(' masquerade', { masquerade: null })]
        : [typePiece(action, numeric)];
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      return [typePiece(action, numeric)];
    default:
      return assertNever(action);
  }
}

function typePiece(action: RuleAction, numeric: boolean): Piece {
  const name = printRouteType(actionNumber(action), numeric);
  return piece(` ${name}`, { action: name });
}

/** Who made a rule isn't shown when it was the kernel or nobody said. */
function isQuietProtocol(protocol: number): boolean {
  return protocol === ROUTE_PROTOCOL.unspec || protocol === ROUTE_PROTOCOL.kernel;
}

function printIpproto(protocol: number, numeric: boolean): string {
  return (numeric ? undefined : protocolName(protocol)) ?? `ipproto-${protocol}`;
}

/** As printf(3) writes `%#x`: zero has no prefix. */
function hex(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}
