import type { ValueType } from '../../../netfilter/nft/value-type.js';

/** The set that a meter makes. */
export interface DeclaredMeter {
  readonly name: string;
  readonly keyType: ValueType;
  /** 0: not given. */
  readonly size: bigint;
  readonly hasTimeout: boolean;
}
