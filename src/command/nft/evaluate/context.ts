import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { SetDataType, SetFlag } from '../../../netfilter/nft/set/nft-set.js';
import type { ValueType } from '../../../netfilter/nft/value-type.js';
import type { HostNames } from '../datatype/host-names.js';

/** What rules have to know of a set or map of their table. */
export interface NamedSet {
  readonly name: string;
  readonly keyType: ValueType;
  /** Undefined for a set, which is no map. */
  readonly data: SetDataType | undefined;
  readonly flags: readonly SetFlag[];
  readonly size: number | undefined;
}

/** A set or map of whatever table, as an error suggests it. */
export interface SuggestedSet {
  readonly kind: 'set' | 'map';
  readonly name: string;
  readonly family: TableFamily;
  readonly table: string;
}

/** What a rule is evaluated in: its family, the names of its host, the sets of its table. */
export interface EvaluationContext {
  readonly family: TableFamily;
  readonly names: HostNames;
  readonly findSet: (name: string) => NamedSet | undefined;
  /** The set or map that a name was most likely meant for. */
  readonly suggestSet: (name: string) => SuggestedSet | undefined;
}
