import { sameAddress } from '../address/address.js';
import { actionNumber, type RuleRequest } from './rule-request.js';
import type { MaskedValue, PortSelector, Rule, RulePrefix } from './rule.js';

/**
 * Whether a rule is already there, so that the kernel refuses to add `asked`. `not` and the target of a goto are not looked at, and
 * addresses, TOS, DSCP, realms and flow label only as far as the new rule has them. Source: `rule_exists`.
 */
export function isDuplicate(rule: Rule, asked: Rule, request: RuleRequest): boolean {
  return (
    actionNumber(rule.action) === actionNumber(asked.action) &&
    rule.action.table === asked.action.table &&
    rule.priority === asked.priority &&
    rule.iif === asked.iif &&
    rule.oif === asked.oif &&
    sameMasked(rule.fwmark, asked.fwmark) &&
    rule.suppressIfgroup === asked.suppressIfgroup &&
    rule.suppressPrefixlength === asked.suppressPrefixlength &&
    rule.tunId === asked.tunId &&
    rule.l3mdev === asked.l3mdev &&
    sameRange(rule.uidrange, asked.uidrange) &&
    rule.ipproto === asked.ipproto &&
    rule.protocol === asked.protocol &&
    samePorts(rule.sport, asked.sport) &&
    samePorts(rule.dport, asked.dport) &&
    agreesOnFamily(rule, asked, request)
  );
}

/**
 * Whether a deletion means this rule: all that it names agrees; what it doesn't name may be anything. `not` and the target of a goto
 * are not looked at. Source: `rule_find`.
 */
export function isMeant(rule: Rule, asked: Rule, request: RuleRequest): boolean {
  return (
    (request.action === 0 || actionNumber(rule.action) === request.action) &&
    (asked.action.table === 0 || rule.action.table === asked.action.table) &&
    (request.priority === undefined || rule.priority === request.priority) &&
    unsetOr(asked.iif, rule.iif) &&
    unsetOr(asked.oif, rule.oif) &&
    (!asked.fwmark?.value || rule.fwmark?.value === asked.fwmark.value) &&
    (!asked.fwmark?.mask || rule.fwmark?.mask === asked.fwmark.mask) &&
    unsetOr(asked.suppressIfgroup, rule.suppressIfgroup) &&
    unsetOr(asked.suppressPrefixlength, rule.suppressPrefixlength) &&
    unsetOr(asked.tunId, rule.tunId) &&
    (!asked.l3mdev || rule.l3mdev) &&
    (asked.uidrange === undefined || sameRange(rule.uidrange, asked.uidrange)) &&
    unsetOr(asked.ipproto, rule.ipproto) &&
    (asked.protocol === 0 || rule.protocol === asked.protocol) &&
    (asked.sport === undefined || samePorts(rule.sport, asked.sport)) &&
    (asked.dport === undefined || samePorts(rule.dport, asked.dport)) &&
    agreesOnFamily(rule, asked, request)
  );
}

/** The part that each family compares by itself. Source: `fib4_rule_compare`, `fib6_rule_compare`. */
function agreesOnFamily(rule: Rule, asked: Rule, request: RuleRequest): boolean {
  return (
    (asked.from === undefined || samePrefix(rule.from, asked.from)) &&
    (asked.to === undefined || samePrefix(rule.to, asked.to)) &&
    unsetOr(asked.tos, rule.tos) &&
    (asked.dscp === undefined || agreesOnDscp(rule.dscp, asked.dscp)) &&
    (request.flowlabel === undefined || sameMasked(rule.flowlabel, asked.flowlabel)) &&
    (request.realms === undefined || rule.realms === request.realms)
  );
}

const WHOLE_DSCP = 0x3f;

/** A whole DSCP is sent without a mask, and then the mask of the rule may be any. */
function agreesOnDscp(had: MaskedValue | undefined, { value, mask }: MaskedValue): boolean {
  return had?.value === value && (mask === WHOLE_DSCP || had.mask === mask);
}

function unsetOr<T>(asked: T | undefined, had: T | undefined): boolean {
  return asked === undefined || asked === had;
}

function samePrefix(a: RulePrefix | undefined, b: RulePrefix): boolean {
  return a?.prefix.length === b.prefix.length && sameAddress(a.written, b.written);
}

function sameMasked(a: MaskedValue | undefined, b: MaskedValue | undefined): boolean {
  return a?.value === b?.value && a?.mask === b?.mask;
}

function sameRange(
  a: { readonly from: number; readonly to: number } | undefined,
  b: { readonly from: number; readonly to: number } | undefined,
): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}

function samePorts(a: PortSelector | undefined, b: PortSelector | undefined): boolean {
  return sameRange(a, b) && a?.mask === b?.mask;
}
