import type { ObjectKind } from '../object-kind.js';
import { Map, OrderedMap, Record, type RecordOf } from 'immutable';
import type { StatefulStatement } from '../stateful-statement.js';
import { scalarType, type ValueType } from '../value-type.js';
import type { SetElement } from './element.js';
import { countParts, hasFlags } from './key-part.js';
import type { PointKey } from './point-key.js';
import type { Selector } from '../expression.js';

/** What a set is used for. Source: nft(8), SETS and MAPS. */
export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic';

/** The elements of a set, as its kind has them; the one that stands for the rest is apart. */
export type SetElements =
  /** Each stands for one key: by `PointKey`. Source: `nft_set_hash`. */
  | { readonly kind: 'points'; readonly byKey: Map<PointKey, SetElement> }
  /** Each stands for a range of a key of one part: none overlap, in ascending order. Source: `nft_set_rbtree`. */
  | { readonly kind: 'intervals'; readonly sorted: readonly SetElement[] }
  /** Each stands for a range in each part of the key, in the order in which they came. Source: `nft_set_pipapo`. */
  | { readonly kind: 'boxes'; readonly inserted: readonly SetElement[] };

/** What elements of a map have: a value of some parts, a verdict, or the name of an object. */
export type SetDataType =
  | {
      readonly kind: 'values';
      readonly type: ValueType;
      /** Elements have a range: `type ipv4_addr : interval ipv4_addr`. */
      readonly interval: boolean;
    }
  | { readonly kind: 'verdict' }
  | { readonly kind: 'object'; readonly object: ObjectKind };

/** A named or anonymous set or map. */
export interface NftSetFields {
  readonly name: string;
  readonly handle: number;
  readonly anonymous: boolean;
  /** What elements are looked up by. */
  readonly keyType: ValueType;
  /** The expressions that `typeof` gave the type of the key by; undefined after `type`. */
  readonly keyTypeof: readonly Selector[] | undefined;
  /** Undefined for a set, which is no map. */
  readonly data: SetDataType | undefined;
  /** As `keyTypeof`, of what a map has for a key. */
  readonly dataTypeof: readonly Selector[] | undefined;
  /** In the order in which they are listed. */
  readonly flags: readonly SetFlag[];
  readonly autoMerge: boolean;
  /** The most elements that it takes; undefined for as many as come. */
  readonly size: number | undefined;
  /** No size was stated: it is the one that the kernel has chosen, since rules add elements. */
  readonly sizeChosen: boolean;
  /** Milliseconds that elements last unless they have a timeout of their own. */
  readonly timeout: number | undefined;
  /** Milliseconds after which what has ended is taken out. */
  readonly gcInterval: number | undefined;
  readonly policy: 'performance' | 'memory';
  readonly comment: string | undefined;
  /** What elements get that bring none of their own. */
  readonly statements: readonly StatefulStatement[];
  readonly elements: SetElements;
  readonly catchAll: SetElement | undefined;
}

/** A named or anonymous set or map, as an Immutable Record. */
export type NftSet = RecordOf<NftSetFields>;

/** Makes a set; elements come by `addElements`. */
export const makeNftSet = Record<NftSetFields>(
  {
    name: '',
    handle: 0,
    anonymous: false,
    keyType: scalarType('integer', 0, undefined),
    keyTypeof: undefined,
    data: undefined,
    dataTypeof: undefined,
    flags: [],
    autoMerge: false,
    size: undefined,
    sizeChosen: false,
    timeout: undefined,
    gcInterval: undefined,
    policy: 'performance',
    comment: undefined,
    statements: [],
    elements: { kind: 'points', byKey: Map() },
    catchAll: undefined,
  },
  'NftSet',
);

/** What a set of a kind has while it is empty. */
export function noElements({
  flags,
  keyType,
}: Pick<NftSetFields, 'flags' | 'keyType'>): SetElements {
  if (!flags.includes('interval')) {
    // Flags of equal rank are listed as they came.
    return { kind: 'points', byKey: hasFlags(keyType) ? OrderedMap() : Map() };
  }
  return countParts(keyType) > 1
    ? { kind: 'boxes', inserted: [] }
    : { kind: 'intervals', sorted: [] };
}

/** Whether a set is a map of whatever kind. */
export function isMap({ data }: Pick<NftSetFields, 'data'>): boolean {
  return data !== undefined;
}
