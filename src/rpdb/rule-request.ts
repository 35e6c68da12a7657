import type { Address } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import { makePrefix } from '../address/prefix.js';
import { ROUTE_PROTOCOL } from '../fib/route.js';
import {
  makeRule,
  type MaskedValue,
  type PortSelector,
  type Rule,
  type RuleAction,
  type RulePrefix,
} from './rule.js';

/** FR_ACT_ numbers that are more than an errno. Source: `linux/fib_rules.h`. */
export const ACTION = { lookup: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 };

/**
 * What `ip rule add` and `ip rule del` ask the kernel for: the attributes of one netlink message, undefined when not sent.
 * The kernel reads both commands alike, and so does {@link ruleFromRequest}.
 */
export interface RuleRequest {
  readonly not: boolean;
  readonly from: RequestedPrefix | undefined;
  readonly to: RequestedPrefix | undefined;
  /** TOS byte; 0 is none. */
  readonly tos: number;
  readonly dscp: number | undefined;
  readonly dscpMask: number | undefined;
  readonly flowlabel: MaskedValue | undefined;
  readonly fwmark: number | undefined;
  readonly fwmask: number | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly ipproto: number | undefined;
  readonly sport: RequestedPorts | undefined;
  readonly dport: RequestedPorts | undefined;
  readonly uidrange: { readonly from: number; readonly to: number } | undefined;
  readonly tunId: string | undefined;
  readonly l3mdev: boolean;
  readonly realms: number | undefined;
  readonly priority: number | undefined;
  /** FR_ACT_ number; 0 in a deletion that names no action. */
  readonly action: number;
  /** 0 is none. */
  readonly table: number;
  readonly goto: number | undefined;
  readonly suppressPrefixlength: number | undefined;
  readonly suppressIfgroup: number | undefined;
  readonly protocol: number | undefined;
}

/** A prefix as asked for: the address may be of the wrong family, which the kernel refuses. Length 0 is no selector. */
export interface RequestedPrefix {
  readonly address: Address | undefined;
  readonly length: number;
}

/** Ports as asked for, not yet checked; the mask is undefined when none was sent. */
export interface RequestedPorts {
  readonly from: number;
  readonly to: number;
  readonly mask: number | undefined;
}

/** The request that asks for nothing. */
export const EMPTY_REQUEST: RuleRequest = {
  not: false,
  from: undefined,
  to: undefined,
  tos: 0,
  dscp: undefined,
  dscpMask: undefined,
  flowlabel: undefined,
  fwmark: undefined,
  fwmask: undefined,
  iif: undefined,
  oif: undefined,
  ipproto: undefined,
  sport: undefined,
  dport: undefined,
  uidrange: undefined,
  tunId: undefined,
  l3mdev: false,
  realms: undefined,
  priority: undefined,
  action: 0,
  table: 0,
  goto: undefined,
  suppressPrefixlength: undefined,
  suppressIfgroup: undefined,
  protocol: undefined,
};

/** The rule that a request describes, as the kernel holds it; the request must have passed its checks. */
export function ruleFromRequest(request: RuleRequest, id: number, priority: number): Rule {
  const fwmark = request.fwmark ?? 0;
  const fwmask = request.fwmask ?? (fwmark === 0 ? 0 : 0xffffffff);
  return makeRule({
    id,
    priority,
    not: request.not,
    from: rulePrefix(request.from),
    to: rulePrefix(request.to),
    tos: request.tos || undefined,
    dscp:
      request.dscp === undefined
        ? undefined
        : { value: request.dscp, mask: request.dscpMask ?? 0x3f },
    flowlabel: request.flowlabel?.mask === 0 ? undefined : request.flowlabel,
    fwmark: fwmark === 0 && fwmask === 0 ? undefined : { value: fwmark, mask: fwmask },
    iif: request.iif,
    oif: request.oif,
    ipproto: request.ipproto || undefined,
    sport: portSelector(request.sport),
    dport: portSelector(request.dport),
    uidrange: request.uidrange,
    tunId: request.tunId === '0' ? undefined : request.tunId,
    l3mdev: request.l3mdev,
    realms: request.realms ?? 0,
    action: ruleAction(request),
    suppressPrefixlength: request.suppressPrefixlength,
    suppressIfgroup: request.suppressIfgroup,
    protocol: request.protocol ?? ROUTE_PROTOCOL.unspec,
  });
}

function rulePrefix(asked: RequestedPrefix | undefined): RulePrefix | undefined {
  if (asked?.address === undefined || asked.length === 0) return undefined;
  const { address, length } = asked;
  return {
    prefix: makePrefix(address, Math.min(length, addressBits(address.family))),
    written: address,
  };
}

function portSelector(asked: RequestedPorts | undefined): PortSelector | undefined {
  return asked === undefined
    ? undefined
    : { from: asked.from, to: asked.to, mask: asked.mask ?? 0xffff };
}

function ruleAction({ action, table, goto }: RuleRequest): RuleAction {
  switch (action) {
    case ACTION.lookup:
      return { kind: 'lookup', table };
    case ACTION.goto:
      return { kind: 'goto', priority: goto ?? 0, table };
    case ACTION.nop:
      return { kind: 'nop', table };
    case ACTION.blackhole:
      return { kind: 'blackhole', table };
    case ACTION.unreachable:
      return { kind: 'unreachable', table };
    case ACTION.prohibit:
      return { kind: 'prohibit', table };
    default:
      return { kind: 'number', number: action, table };
  }
}

/** The FR_ACT_ number of an action. */
export function actionNumber(action: RuleAction): number {
  return action.kind === 'number' ? action.number : ACTION[action.kind];
}

/** Whether an address selector of the request is of the rule's family, as the kernel wants it. */
export function prefixFits(asked: RequestedPrefix | undefined, family: Family): boolean {
  return asked === undefined || asked.length === 0 || asked.address?.family === family;
}

/** The request that names everything that a rule has: deleting with it deletes the first rule that has all of that too. */
export function requestOfRule(rule: Rule): RuleRequest {
  const { action } = rule;
  return {
    not: rule.not,
    from: requestedPrefix(rule.from),
    to: requestedPrefix(rule.to),
    tos: rule.tos ?? 0,
    dscp: rule.dscp?.value,
    dscpMask: rule.dscp?.mask,
    flowlabel: rule.flowlabel,
    fwmark: rule.fwmark?.value,
    fwmask: rule.fwmark?.mask,
    iif: rule.iif,
    oif: rule.oif,
    ipproto: rule.ipproto,
    sport: requestedPorts(rule.sport),
    dport: requestedPorts(rule.dport),
    uidrange: rule.uidrange,
    tunId: rule.tunId,
    l3mdev: rule.l3mdev,
    realms: rule.realms || undefined,
    priority: rule.priority,
    action: actionNumber(action),
    table: action.table,
    goto: action.kind === 'goto' ? action.priority : undefined,
    suppressPrefixlength: rule.suppressPrefixlength,
    suppressIfgroup: rule.suppressIfgroup,
    protocol: rule.protocol,
  };
}

function requestedPrefix(prefix: RulePrefix | undefined): RequestedPrefix | undefined {
  return prefix === undefined
    ? undefined
    : { address: prefix.written, length: prefix.prefix.length };
}

function requestedPorts(ports: PortSelector | undefined): RequestedPorts | undefined {
  return ports === undefined
    ? undefined
    : { ...ports, mask: ports.mask === 0xffff ? undefined : ports.mask };
}
