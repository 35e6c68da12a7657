import { List, Record, type RecordOf } from 'immutable';
import { frozen } from '../frozen.js';
import type { BaseChain } from './base-chain.js';
import { isXtablesRule, type NetfilterRule, type XtablesRule } from './rule.js';

/** One chain: a base chain, at which packets come to the table, or one that rules jump to. */
export interface ChainFields {
  readonly name: string;
  /** Undefined for a chain that only rules lead to. */
  readonly base: BaseChain | undefined;
  /** Names the counter of a base chain's policy; unique in its namespace, and greater than those of the chains that were there before. */
  readonly id: number;
  /** Unique in its table. */
  readonly handle: number;
  readonly comment: string | undefined;
  readonly rules: List<NetfilterRule>;
  /** The names that it has been given in a transaction that isn't at its end, the last of which it will have. */
  readonly newNames: readonly string[];
  /** The places of all its rules, while a transaction that isn't at its end has deleted some; else undefined. */
  readonly line: List<RuleInLine> | undefined;
}

/** A rule in the order of its chain, be it one that its transaction has deleted: the kernel takes those out at the end. Source: `nft_is_active_next`. */
export interface RuleInLine {
  readonly handle: number;
  readonly stands: boolean;
}

/** One chain, as an Immutable Record. */
export type Chain = RecordOf<ChainFields>;

/** Makes a chain. */
export const makeChain = Record<ChainFields>(
  {
    name: '',
    base: undefined,
    id: 0,
    handle: 0,
    comment: undefined,
    rules: List(),
    newNames: frozen([]),
    line: undefined,
  },
  'Chain',
);

/** The rules of a chain that iptables has made. */
export function xtablesRules({ rules }: Pick<ChainFields, 'rules'>): readonly XtablesRule[] {
  return rules.filter(isXtablesRule).toArray();
}
