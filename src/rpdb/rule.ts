import type { Prefix } from '../address/prefix.js';

/** A range of ports or one port with a mask, as `ip rule` takes them. */
export interface PortSelector {
  readonly from: number;
  readonly to: number;
  /** 0xffff unless a mask was given; then `from` equals `to`. */
  readonly mask: number;
}

/**
 * What a rule does, with the table that the rule names: 0 when none, and no other action than a lookup reads it.
 *
 * A `number` is an action that ip(8) knows by number or by the name of a route type; the kernel takes it as `blackhole`.
 */
export type RuleAction =
  | { readonly kind: 'lookup'; readonly table: number }
  | { readonly kind: 'goto'; readonly priority: number; readonly table: number }
  | { readonly kind: 'nop'; readonly table: number }
  | { readonly kind: 'blackhole'; readonly table: number }
  | { readonly kind: 'unreachable'; readonly table: number }
  | { readonly kind: 'prohibit'; readonly table: number }
  | { readonly kind: 'number'; readonly number: number; readonly table: number };

/**
 * One rule of the routing policy database. Undefined selectors match every flow. Make one with `makeRule`.
 *
 * Prefixes are held as written, host bits kept, since `ip rule` shows them so; matching masks them.
 */
export interface Rule {
  /** Unique among the rules of its family and namespace; `goto` targets and traces refer to it. */
  readonly id: number;
  readonly priority: number;
  readonly not: boolean;
  readonly from: RulePrefix | undefined;
  readonly to: RulePrefix | undefined;
  /** TOS byte value without ECN bits, never 0. */
  readonly tos: number | undefined;
  readonly dscp: MaskedValue | undefined;
  /** Undefined when its mask is 0. */
  readonly flowlabel: MaskedValue | undefined;
  /** Undefined when value and mask are both 0, which the kernel can't distinguish from none. */
  readonly fwmark: MaskedValue | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  /** Never 0. */
  readonly ipproto: number | undefined;
  readonly sport: PortSelector | undefined;
  readonly dport: PortSelector | undefined;
  readonly uidrange: { readonly from: number; readonly to: number } | undefined;
  /** In decimal, since it has 64 bits; never 0. */
  readonly tunId: string | undefined;
  readonly l3mdev: boolean;
  /** The class that the rule gives its flows, `from << 16 | to`; 0 when none. Not a selector. */
  readonly realms: number;
  readonly action: RuleAction;
  /** Id of the rule that a goto leads to now; undefined while unresolved or for other actions. */
  readonly target: number | undefined;
  readonly suppressPrefixlength: number | undefined;
  readonly suppressIfgroup: number | undefined;
  /** RTPROT_ number: 2 for the kernel's own rules, 0 as iproute2 adds them. */
  readonly protocol: number;
  /** The command that made it, as the user wrote it; undefined for the kernel's own rules. */
  readonly written: string | undefined;
}

/** A prefix with the address as written: matching looks at the first `prefix.length` bits only. The length is never 0. */
export interface RulePrefix {
  readonly prefix: Prefix;
  /** The address with its host bits, for display and comparison. */
  readonly written: Prefix['address'];
}

/** A value under a mask. Value bits outside the mask are kept for display and play no part in matching. */
export interface MaskedValue {
  readonly value: number;
  readonly mask: number;
}

const PLAIN: Omit<Rule, 'id' | 'priority' | 'action'> = {
  not: false,
  from: undefined,
  to: undefined,
  tos: undefined,
  dscp: undefined,
  flowlabel: undefined,
  fwmark: undefined,
  iif: undefined,
  oif: undefined,
  ipproto: undefined,
  sport: undefined,
  dport: undefined,
  uidrange: undefined,
  tunId: undefined,
  l3mdev: false,
  realms: 0,
  target: undefined,
  suppressPrefixlength: undefined,
  suppressIfgroup: undefined,
  protocol: 0,
  written: undefined,
};

/**
 * Makes a rule; what isn't given is absent.
 *
 * @throws RangeError when the priority or the id is not a number of 32 bits
 */
export function makeRule(fields: Partial<Rule> & Pick<Rule, 'id' | 'priority' | 'action'>): Rule {
  checkWord('id', fields.id);
  checkWord('priority', fields.priority);
  return { ...PLAIN, ...fields };
}

function checkWord(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`${name}: 0..4294967295, got ${value}`);
  }
}
