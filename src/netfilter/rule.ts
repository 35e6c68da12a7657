import type { Address } from '../address/address.js';
import type { MatchData, ProtocolMatch, TargetData } from './extension/extension.js';

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

/** One rule of a chain. Undefined basic matches match every packet. */
export interface NetfilterRule {
  /** Names its counter; unique in its ruleset and never used again. */
  readonly id: number;
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
export type RuleSpecification = Omit<NetfilterRule, 'id'>;
