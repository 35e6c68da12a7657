import type { DatatypeName } from '../../../netfilter/nft/datatype.js';
import type { Json } from '../json.js';
import type { HostNames } from './host-names.js';

/** What options of nft change in a listing. Source: nft(8), OPTIONS. */
export interface ListingStyle {
  /** `-y`: priorities as numbers; part of `-n`. */
  readonly numericPriority: boolean;
  /** `-p`: protocols of layer 4 as numbers; part of `-n`. */
  readonly numericProtocol: boolean;
  /** `-S`: ports by their services' names. */
  readonly service: boolean;
  /** `-N`: addresses by their hosts' names. */
  readonly hostNames: boolean;
  /** `-n`: all symbols as numbers. */
  readonly numericSymbol: boolean;
  /** `-u`: users and groups by name. */
  readonly accounts: boolean;
  /** `-T`: spans of time in seconds; part of `-n`. */
  readonly numericTime: boolean;
  /** `-s`: no counters. */
  readonly stateless: boolean;
  /** `-t`: no elements. */
  readonly terse: boolean;
}

/** A listing without options. */
export const PLAIN_STYLE: ListingStyle = {
  numericPriority: false,
  numericProtocol: false,
  service: false,
  hostNames: false,
  numericSymbol: false,
  accounts: false,
  numericTime: false,
  stateless: false,
  terse: false,
};

/** What is wrong with a word, as nft words it. */
export interface Mistake {
  readonly mistake: string;
}

/** What a word is read by. */
export interface WordContext {
  readonly datatype: DatatypeName;
  readonly names: HostNames;
}

/** What a number is printed by. */
export interface NumberContext {
  readonly datatype: DatatypeName;
  readonly bits: number;
  readonly names: HostNames;
  readonly style: ListingStyle;
}

/** How values of a datatype are written and read. */
export interface DatatypeText {
  readonly read: (word: string, context: WordContext) => bigint | Mistake;
  readonly print: (value: bigint, context: NumberContext) => string;
  readonly json: (value: bigint, context: NumberContext) => Json;
}
