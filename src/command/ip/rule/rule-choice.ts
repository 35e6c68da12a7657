import type { Address } from '../../../address/address.js';
import { makePrefix, prefixContains } from '../../../address/prefix.js';
import type { MaskedValue, PortSelector, Rule, RulePrefix } from '../../../rpdb/rule.js';

/** Which rules `ip rule list` or `ip rule flush` is about: those that agree with all that is given. 0 is as good as not given. */
export interface RuleChoice {
  readonly priority: number | undefined;
  readonly not: boolean;
  readonly from: ChosenPrefix | undefined;
  readonly to: ChosenPrefix | undefined;
  readonly tos: number | undefined;
  readonly fwmark: number;
  readonly fwmask: number;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly l3mdev: boolean;
  readonly uidrange: { readonly from: number; readonly to: number } | undefined;
  readonly ipproto: number;
  readonly sport: PortSelector | undefined;
  readonly dport: PortSelector | undefined;
  readonly tunId: string;
  readonly dscp: MaskedValue | undefined;
  readonly flowlabel: MaskedValue | undefined;
  readonly table: number;
  /** RTPROT_ number; only `flush` looks at it. */
  readonly protocol: number | undefined;
}

/** Rules whose prefix lies in this one; length 0 chooses every rule, whether it has a prefix or not. */
export interface ChosenPrefix {
  readonly address: Address;
  readonly length: number;
}

/** The choice of every rule. */
export const EVERY_RULE: RuleChoice = {
  priority: undefined,
  not: false,
  from: undefined,
  to: undefined,
  tos: undefined,
  fwmark: 0,
  fwmask: 0,
  iif: undefined,
  oif: undefined,
  l3mdev: false,
  uidrange: undefined,
  ipproto: 0,
  sport: undefined,
  dport: undefined,
  tunId: '0',
  dscp: undefined,
  flowlabel: undefined,
  table: 0,
  protocol: undefined,
};

/** Whether a rule is among those chosen, whatever its protocol. Source: `filter_nlmsg` of iproute2. */
export function isChosen(rule: Rule, choice: RuleChoice): boolean {
  return (
    (choice.priority === undefined || rule.priority === choice.priority) &&
    (!choice.not || rule.not) &&
    liesIn(rule.from, choice.from) &&
    liesIn(rule.to, choice.to) &&
    (choice.tos === undefined || (rule.tos ?? 0) === choice.tos) &&
    (choice.fwmark === 0 || rule.fwmark?.value === choice.fwmark) &&
    (choice.fwmask === 0 || rule.fwmark?.mask === choice.fwmask) &&
    (choice.iif === undefined || rule.iif === choice.iif) &&
    (choice.oif === undefined || rule.oif === choice.oif) &&
    (!choice.l3mdev || rule.l3mdev) &&
    sameRange(rule.uidrange, choice.uidrange) &&
    (choice.ipproto === 0 || rule.ipproto === choice.ipproto) &&
    samePorts(rule.sport, choice.sport) &&
    samePorts(rule.dport, choice.dport) &&
    (choice.tunId === '0' || rule.tunId === choice.tunId) &&
    sameMasked(rule.dscp, choice.dscp) &&
    sameMasked(rule.flowlabel, choice.flowlabel) &&
    (choice.table === 0 || rule.action.table === choice.table)
  );
}

function liesIn(prefix: RulePrefix | undefined, chosen: ChosenPrefix | undefined): boolean {
  if (chosen === undefined || chosen.length === 0) return true;
  if (prefix === undefined || prefix.prefix.length < chosen.length) return false;
  return prefixContains(makePrefix(chosen.address, chosen.length), prefix.written);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function sameRange(had: Range | undefined, chosen: Range | undefined): boolean {
  return chosen === undefined || (had?.from === chosen.from && had.to === chosen.to);
}

/** A mask of 0 takes the whole choice back. */
function samePorts(had: PortSelector | undefined, chosen: PortSelector | undefined): boolean {
  return !chosen?.mask || (sameRange(had, chosen) && had?.mask === chosen.mask);
}

function sameMasked(had: MaskedValue | undefined, chosen: MaskedValue | undefined): boolean {
  return !chosen?.mask || (had?.value === chosen.value && had.mask === chosen.mask);
}
