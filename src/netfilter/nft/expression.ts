import type { StatefulStatement } from './stateful-statement.js';
import type { Verdict } from './verdict.js';
import type { ConcatenationType, ScalarType, ValueType } from './value-type.js';
import type { ProtocolName } from './header/protocol.js';
import type { CtKey, IpsecKey, MetaKey, RtKey, SocketKey } from './key.js';
import type {
  PayloadSelector,
  RawPayloadSelector,
  ExtensionHeaderSelector,
  OptionSelector,
  DccpOptionSelector,
  FibSelector,
} from './selector.js';

/** A hash of an expression, modulo and with an offset. */
export interface JhashSelector {
  readonly kind: 'jhash';
  readonly of: Expression;
  readonly modulus: number;
  /** Undefined: the kernel draws one for the rule. */
  readonly seed: number | undefined;
  readonly offset: number;
  readonly type: ScalarType;
}

/** What an expression reads of a packet, its connection, its route or its socket. */
export type Selector =
  | PayloadSelector
  | RawPayloadSelector
  | ExtensionHeaderSelector
  | OptionSelector
  | DccpOptionSelector
  | FibSelector
  | JhashSelector
  | {
      readonly kind: 'meta';
      readonly key: MetaKey;
      readonly inner: ProtocolName | undefined;
      readonly type: ScalarType;
    }
  | {
      readonly kind: 'ct';
      readonly key: CtKey;
      readonly direction: 'original' | 'reply' | undefined;
      readonly type: ScalarType;
    }
  | { readonly kind: 'rt'; readonly key: RtKey; readonly type: ScalarType }
  | {
      readonly kind: 'socket';
      readonly key: SocketKey;
      /** Of `cgroupv2`: how many levels below the root. */
      readonly level: number | undefined;
      readonly type: ScalarType;
    }
  | {
      readonly kind: 'ipsec';
      readonly direction: 'in' | 'out';
      readonly spnum: number;
      readonly key: IpsecKey;
      readonly type: ScalarType;
    }
  | {
      readonly kind: 'numgen';
      readonly mode: 'inc' | 'random';
      readonly modulus: number;
      readonly offset: number;
      readonly type: ScalarType;
    }
  | {
      readonly kind: 'symhash';
      readonly modulus: number;
      readonly offset: number;
      readonly type: ScalarType;
    }
  | {
      readonly kind: 'osf';
      readonly ttl: 'loose' | 'skip' | undefined;
      readonly version: boolean;
      readonly type: ScalarType;
    };

/**
 * A number as wide as its type. It is the number that a person reads: the byte order of its type decides how it lies in memory and in which order
 * elements are listed, not what it is.
 */
export interface NumberValue {
  readonly kind: 'number';
  readonly value: bigint;
  readonly type: ScalarType;
}

/** Text: of an interface, or of a helper; with a `*` behind it, all texts that begin with it. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  readonly wildcard: boolean;
  readonly type: ScalarType;
}

/** Values from one up to and with another. */
export interface RangeValue {
  readonly kind: 'range';
  readonly from: bigint;
  readonly to: bigint;
  readonly type: ScalarType;
}

/** Values that have their first bits in common: `10.0.0.0/8`. */
export interface PrefixValue {
  readonly kind: 'prefix';
  readonly value: bigint;
  readonly length: number;
  readonly type: ScalarType;
  /** It ends with a byte, but was written as a mask: the kernel reads the whole field. */
  readonly masked?: true;
}

/** Known values side by side, each of which can be a range. */
export interface ConcatenationValue {
  readonly kind: 'concat-value';
  readonly parts: readonly ScalarValue[];
  readonly type: ConcatenationType;
}

/** One value or a span of values, of a type that isn't a concatenation. */
export type ScalarValue = NumberValue | TextValue | RangeValue | PrefixValue;

/** What stands in a set, and what an expression is compared with, where it is known beforehand. */
export type KnownValue = ScalarValue | ConcatenationValue;

/** What is known of an element besides its key. */
export interface ElementExtras {
  readonly comment?: string;
  /** Counters, quotas and limits of its own. */
  readonly statements?: readonly StatefulStatement[];
}

/** An element of a set written in a rule; `*` is every key that no other element has. */
export interface LiteralElement extends ElementExtras {
  readonly key: KnownValue | '*';
}

/** An element of a map written in a rule. */
export interface LiteralMapElement<Data extends KnownValue | Verdict> extends LiteralElement {
  readonly data: Data;
}

/** A set written in a rule: `{ 22, 80-90 }`, its elements in the order of a listing, intervals that touch each other joined. */
export interface SetLiteral {
  readonly kind: 'set';
  readonly keyType: ValueType;
  readonly elements: readonly LiteralElement[];
}

/** A set of the table by name: `@blocked`. */
export interface SetReference {
  readonly kind: 'set-reference';
  readonly name: string;
  readonly keyType: ValueType;
}

/** A map written in a rule. */
export interface MapLiteral<Data extends KnownValue | Verdict = KnownValue> {
  readonly kind: 'map';
  readonly keyType: ValueType;
  readonly dataType: Data extends Verdict ? 'verdict' : ValueType;
  readonly elements: readonly LiteralMapElement<Data>[];
}

/** Two expressions put together bit by bit, or one shifted by a number of bits. */
export interface BinaryOperation {
  readonly kind: 'binary';
  readonly operator: '&' | '|' | '^' | '<<' | '>>';
  readonly left: Expression;
  readonly right: Expression;
  readonly type: ScalarType;
}

/** Expressions side by side. */
export interface Concatenation {
  readonly kind: 'concat';
  readonly parts: readonly Expression[];
  readonly type: ConcatenationType;
}

/** What a map has for a key; a key that it doesn't have ends the rule. */
export interface MapLookup {
  readonly kind: 'map-lookup';
  readonly key: Expression;
  readonly map: MapLiteral | SetReference;
  readonly type: ValueType;
}

/** What has a value while a rule runs. */
export type Expression = KnownValue | Selector | BinaryOperation | Concatenation | MapLookup;
