import type { Uint64, Node } from './span.js';
import type {
  PayloadExpression,
  RawPayloadExpression,
  MetaExpression,
  CtExpression,
  RtExpression,
  SocketExpression,
  OsfExpression,
  FibExpression,
  IpsecExpression,
  NumgenExpression,
  ExtensionHeaderExpression,
  TcpOptionExpression,
  IpOptionExpression,
  DccpOptionExpression,
  SctpChunkExpression,
} from './selector.js';

/** `jhash ip saddr mod 2 seed 1`, `symhash mod 2`. */
export interface HashExpression extends Node {
  readonly kind: 'hash';
  readonly hash: 'jhash' | 'symhash';
  /** Of `jhash`. */
  readonly key?: Expression;
  readonly modulus: Uint64;
  readonly seed?: Uint64;
  readonly offset: Uint64;
}

/** Expressions that read something of the packet or of what is known about it. */
export type SelectorExpression =
  | CtExpression
  | DccpOptionExpression
  | ExtensionHeaderExpression
  | FibExpression
  | HashExpression
  | IpOptionExpression
  | IpsecExpression
  | MetaExpression
  | NumgenExpression
  | OsfExpression
  | PayloadExpression
  | RawPayloadExpression
  | RtExpression
  | SctpChunkExpression
  | SocketExpression
  | TcpOptionExpression;

/**
 * A word or number whose meaning only the data type of its context gives: `ssh`, `10.0.0.1`,
 * `"eth*"`, `22`. Numbers are given in decimal, quotes are taken off.
 */
export interface SymbolExpression extends Node {
  readonly kind: 'symbol';
  readonly text: string;
}

/** `exists` or `missing`. */
export interface BooleanExpression extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** A keyword on the right side that is a number of a type: `tcp` (protocol 6), `redirect` (ICMP type 5). */
export interface KeywordExpression extends Node {
  readonly kind: 'keyword';
  readonly type: 'inet_proto' | 'icmp_type';
  readonly name: string;
  readonly value: number;
}

/** A plain number where nothing else can stand: a priority, `define x = -1`. */
export interface IntegerExpression extends Node {
  readonly kind: 'integer';
  readonly value: bigint;
}

/** `$name`, resolved when it was read. */
export interface VariableExpression extends Node {
  readonly kind: 'variable';
  readonly name: string;
  readonly value: Expression;
}

/** `@name` of a set or map. */
export interface SetReferenceExpression extends Node {
  readonly kind: 'set-reference';
  readonly name: string;
}

/** Operators of two numbers. */
export type BinaryOperator = '&' | '|' | '^' | '<<' | '>>';

/** `mark & 0xff`; masks written as `syn / syn,ack` are of this kind too. */
export interface BinaryExpression extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `10.0.0.0/8`. */
export interface PrefixExpression extends Node {
  readonly kind: 'prefix';
  readonly base: Expression;
  readonly length: Uint64;
}

/** `1-5` of two expressions that are not both symbols. */
export interface RangeExpression extends Node {
  readonly kind: 'range';
  readonly from: Expression;
  readonly to: Expression;
}

/** `1-5` of two symbols on the right side of a match or in a set. */
export interface SymbolRangeExpression extends Node {
  readonly kind: 'symbol-range';
  readonly from: string;
  readonly to: string;
}

/** `ip saddr . tcp dport`. */
export interface ConcatExpression extends Node {
  readonly kind: 'concat';
  readonly parts: readonly Expression[];
}

/** `new, established` without braces. */
export interface ListExpression extends Node {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

/** `{ ... }`. */
export interface SetExpression extends Node {
  readonly kind: 'set';
  readonly elements: readonly SetMember[];
}

/** What stands between the commas of a set. */
export type SetMember = ElementExpression | MappingExpression | SetExpression;

/** `*`: every key that no other element has. */
export interface CatchAllExpression extends Node {
  readonly kind: 'catch-all';
}

/** A key with what belongs to it: `10.0.0.1 timeout 5m counter comment "a"`. */
export interface ElementExpression extends Node {
  readonly kind: 'element';
  readonly key: Expression;
  /** Milliseconds. */
  readonly timeout?: Uint64 | 'never';
  /** Milliseconds. */
  readonly expires?: Uint64;
  readonly comment?: string;
  readonly statements: readonly StatefulStatement[];
}

/** `key : data`. */
export interface MappingExpression extends Node {
  readonly kind: 'mapping';
  readonly key: ElementExpression;
  readonly data: Expression;
}

/** `key map { ... }`, `key map @m`; the same for `vmap`. */
export interface MapExpression extends Node {
  readonly kind: 'map';
  readonly key: Expression;
  readonly map: Expression;
}

/** What becomes of the packet: `accept`, `jump chain`. */
export interface VerdictExpression extends Node {
  readonly kind: 'verdict';
  readonly verdict: 'accept' | 'drop' | 'continue' | 'return' | 'jump' | 'goto';
  /** The chain of `jump` and `goto`. */
  readonly chain?: ChainNameExpression | VariableExpression;
}

/** The name of a chain after `jump` or `goto`. */
export interface ChainNameExpression extends Node {
  readonly kind: 'chain-name';
  readonly name: string;
}

/** Operators of a match; `implicit` when none is written, `!` for `tcp flags ! syn`. */
export type RelationalOperator = 'implicit' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '!';

/** `tcp dport 22`, `tcp dport != 22`. With an operator, `at` is the operator. */
export interface RelationalExpression extends Node {
  readonly kind: 'relational';
  readonly operator: RelationalOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** Everything that has a value. */
export type Expression =
  | BinaryExpression
  | BooleanExpression
  | CatchAllExpression
  | ChainNameExpression
  | ConcatExpression
  | ElementExpression
  | IntegerExpression
  | KeywordExpression
  | ListExpression
  | MapExpression
  | MappingExpression
  | PrefixExpression
  | RangeExpression
  | RelationalExpression
  | SelectorExpression
  | SetExpression
  | SetReferenceExpression
  | SymbolExpression
  | SymbolRangeExpression
  | VariableExpression
  | VerdictExpression;

/** `counter packets 1 bytes 60`. */
export interface CounterStatement extends Node {
  readonly kind: 'counter';
  readonly packets: Uint64;
  readonly bytes: Uint64;
}

/** `limit rate over 10/second burst 5 packets`, `limit rate 1 mbytes/second`. */
export interface LimitStatement extends Node {
  readonly kind: 'limit';
  readonly over: boolean;
  readonly unit: 'packets' | 'bytes';
  /** In `unit` per `seconds`. */
  readonly rate: Uint64;
  readonly seconds: Uint64;
  readonly burst: Uint64;
}

/** `quota over 100 mbytes used 5 kbytes`; in bytes. */
export interface QuotaStatement extends Node {
  readonly kind: 'quota';
  readonly over: boolean;
  readonly bytes: Uint64;
  readonly used: Uint64;
}

/** `ct count over 10`. */
export interface ConnlimitStatement extends Node {
  readonly kind: 'connlimit';
  readonly over: boolean;
  readonly count: Uint64;
}

/** `last`, `last used 5m` (milliseconds; absent: never used). */
export interface LastStatement extends Node {
  readonly kind: 'last';
  readonly used?: Uint64;
}

/** Statements that keep state, and so can stand at an element of a set. */
export type StatefulStatement =
  ConnlimitStatement | CounterStatement | LastStatement | LimitStatement | QuotaStatement;
