import type { Address } from '../address/address.js';
import type { MatchData, TargetData } from './extension/extension.js';
import { chainsOfStatements } from './nft/chains-entered.js';
import type { Rule as RuleOfNft } from './nft/statement.js';
import type { ProtocolMatch } from './protocol-match.js';

/** An address with a mask, any mask, possibly inverted: `! -s 10.0.0.1/255.0.0.255`. */
export interface AddressMatch {
  readonly address: Address;
  /** As many words as the address has. */
  readonly mask: readonly number[];
  readonly inverted: boolean;
}

/** A device name, `eth+` for every name that begins with `eth`, possibly inverted. */
export interface DeviceMatch {
  readonly name: string;
  readonly inverted: boolean;
}

/** What happens to a packet that meets all of a rule's matches. */
export type RuleTarget =
  | { readonly kind: 'none' }
  | { readonly kind: 'verdict'; readonly verdict: 'ACCEPT' | 'DROP' | 'RETURN' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  | { readonly kind: 'extension'; readonly data: TargetData };

/** A rule that iptables or ip6tables has made. Undefined basic matches match every packet. */
export interface XtablesRule {
  /** Names its counter; unique in its namespace and never used again. */
  readonly id: number;
  /** Unique in its table. */
  readonly handle: number;
  readonly src: AddressMatch | undefined;
  readonly dst: AddressMatch | undefined;
  readonly indev: DeviceMatch | undefined;
  readonly outdev: DeviceMatch | undefined;
  readonly protocol: ProtocolMatch | undefined;
  /** `-f`: later fragments only, or all others when inverted. */
  readonly fragment: { readonly inverted: boolean } | undefined;
  /** Matches of extensions, in the order in which they are tested. */
  readonly matches: readonly MatchData[];
  readonly target: RuleTarget;
  /** The command or restore line that made it, as the user wrote it. */
  readonly written: string | undefined;
}

/** A rule as a command specifies it, before it stands in a chain. */
export type RuleSpecification = Omit<XtablesRule, 'id' | 'handle'>;

/** A rule that nft has made. */
export interface NftRule extends RuleOfNft {
  /** Names its counters; unique in its namespace and never used again. */
  readonly id: number;
  /** Unique in its table. */
  readonly handle: number;
  /** The command or line that made it, as the user wrote it. */
  readonly written: string | undefined;
}

/** A rule of a chain, in the terms of the tool that has made it. */
export type NetfilterRule = XtablesRule | NftRule;

/** Reports whether nft has made a rule. */
export function isNftRule(rule: NetfilterRule): rule is NftRule {
  return 'statements' in rule;
}

/** Reports whether iptables or ip6tables has made a rule. */
export function isXtablesRule(rule: NetfilterRule): rule is XtablesRule {
  return !isNftRule(rule);
}

/** The chains of its own table that a rule can lead to. */
export function chainsEntered(rule: NetfilterRule): readonly string[] {
  if (isNftRule(rule)) return chainsOfStatements(rule.statements);
  const { target } = rule;
  return target.kind === 'jump' || target.kind === 'goto' ? [target.chain] : [];
}
