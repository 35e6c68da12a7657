import type { ByteOrder, DatatypeName } from './datatype.js';

/** What a value is: its datatype, and where that leaves them open, its width and order. */
export interface ScalarType {
  readonly kind: 'scalar';
  readonly datatype: DatatypeName;
  readonly bits: number;
  readonly order: ByteOrder | undefined;
}

/** Several values side by side: `ip saddr . tcp dport`. */
export interface ConcatenationType {
  readonly kind: 'concatenation';
  readonly parts: readonly ScalarType[];
}

/** The type of an expression. */
export type ValueType = ScalarType | ConcatenationType;

/** The type of a single value. */
export function scalarType(
  datatype: DatatypeName,
  bits: number,
  order: ByteOrder | undefined,
): ScalarType {
  return { kind: 'scalar', datatype, bits, order };
}

/** The single types that a type is made of. */
export function scalarParts(type: ValueType): readonly ScalarType[] {
  return type.kind === 'scalar' ? [type] : type.parts;
}
