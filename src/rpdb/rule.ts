import type { Prefix } from '../address/prefix.js';

/** A range of ports or one port with a mask, as `ip rule` takes them. */
export interface PortSelector {
  readonly from: number;
  readonly to: number;
  /** 0xffff unless a mask was given; then `from` equals `to`. */
  readonly mask: number;
}

/** What a rule does. A `number` is an action that ip(8) knows by number only, such as `23`. */
export type RuleAction =
  | { readonly kind: 'lookup'; readonly table: number }
  | { readonly kind: 'goto'; readonly priority: number }
  | { readonly kind: 'nop' }
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'prohibit' }
  | { readonly kind: 'number'; readonly number: number; readonly table: number };

/**
 * One rule of the routing policy database. Undefined selectors match every flow.
 *
 * Prefixes are held as written, host bits kept (`fromHost`), since `ip rule` shows them so; matching masks them.
 */
export interface Rule {
  /** Unique among the rules of its namespace; `goto` targets and traces refer to it. */
  readonly id: number;
  readonly priority: number;
  readonly not: boolean;
  readonly from: RulePrefix | undefined;
  readonly to: RulePrefix | undefined;
  /** TOS byte value without ECN bits, never 0. */
  readonly tos: number | undefined;
  readonly dscp: MaskedValue | undefined;
  readonly flowlabel: MaskedValue | undefined;
  readonly fwmark: MaskedValue | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly ipproto: number | undefined;
  readonly sport: PortSelector | undefined;
  readonly dport: PortSelector | undefined;
  readonly uidrange: { readonly from: number; readonly to: number } | undefined;
  readonly tunId: string | undefined;
  readonly l3mdev: boolean;
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

/** A prefix with the address as written: matching looks at the first `prefix.length` bits only. */
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
